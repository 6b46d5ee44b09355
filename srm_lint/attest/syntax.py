"""The way back from an attestation's values to the lines of the configuration."""

from __future__ import annotations

import msgspec

from srm_lint.model.resource import Path
from srm_lint.model.source import Location, Source
from srm_lint.model.template import MappingNode, Node

RESTS_ON = {
    "matches": "scope",
    "days_left": "expires",
    "restore_test_age_days": "last-restore-test",
    "last_success_age_days": "last-success",
    "approver_is_owner": "approver",
    "same_location": "location",
    "contradicts_code": "statement",
    "product_fits": "product",
}
"""Every value that is worked out, and the key on which it rests."""


class WrittenItem(msgspec.Struct, frozen=True):
    """An item of a list in the configuration."""

    source: Source
    node: Node

    def header(self) -> Location:
        """Its first line."""
        start = self.source.location(self.node.start, self.node.start)
        text = self.source.line(start.line)
        return Location(start.file, start.line, start.column, start.line, len(text) + 1)

    def extent(self) -> Location:
        """All of it."""
        return self.source.location(self.node.start, self.node.end)

    def locate(self, path: Path) -> Location | None:
        """Where the value of a name is written, or what it was worked out from."""
        name = str(path[0]) if path else ""
        key = RESTS_ON.get(name, name).replace("_", "-")
        for entry in self.node.entries if isinstance(self.node, MappingNode) else ():
            if entry.key.replace("_", "-") == key:
                return self.source.location(entry.start, max(entry.end, entry.value.end))
        return None
