"""Python imports this when it starts with this folder in PYTHONPATH: processes that tests start are guarded, too."""

import os

from guard import Guard, from_environment, kill_at

if os.environ.get("GUARD_OFF") is None:
    Guard().rules = from_environment(os.environ.get)
if "GUARD_KILL_AT" in os.environ:
    kill_at(int(os.environ["GUARD_KILL_AT"]))
