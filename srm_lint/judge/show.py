"""Values as people read them in a sentence: short, and without secrets."""

from __future__ import annotations

import json
from decimal import Decimal

from srm_lint.judge.outcome import Place
from srm_lint.model.secrets import MASK, is_secret_name, mask_line
from srm_lint.model.value import Unknown, Value

_LONGEST = 80
_SCRIPTS = ("user_data", "user_data_base64", "custom_data", "UserData")  # what they hold is long, and may hold secrets


def show(value: Value) -> str:
    """A value as JSON would write it, shortened; what is not known of it as an ellipsis."""
    written = mask_line(_written(value))
    return written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"


def show_at(place: Place, value: Value) -> str:
    """A value of an attribute, masked where the attribute is sensitive or named like a secret."""
    return f'"{MASK}"' if is_masked(place) and isinstance(value, str | Unknown) else show(value)


def is_masked(place: Place) -> bool:
    """Whether the place's value must not be shown."""
    name = next((step for step in reversed(place.path) if isinstance(step, str)), "")
    return (
        is_secret_name(name)
        or name in _SCRIPTS
        or any(place.path[: len(path)] == path for path in place.resource.sensitive)
    )


def _written(value: Value) -> str:
    if isinstance(value, Unknown):
        return _partly(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False)


def _partly(value: Unknown) -> str:
    return f'"{"".join(part if isinstance(part, str) else "…" for part in value.parts)}"' if value.parts else "…"
