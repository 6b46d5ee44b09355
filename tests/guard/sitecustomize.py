"""Python imports this when it starts with this folder in PYTHONPATH: processes that tests start are guarded, too."""

import os

from guard import Guard, from_environment

if os.environ.get("GUARD_OFF") is None:
    Guard().rules = from_environment(os.environ.get)
