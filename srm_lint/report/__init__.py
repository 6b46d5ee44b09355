"""Reports: what a run found out, as text for people and as data for programs. One file a format."""
