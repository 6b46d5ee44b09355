"""Values as people read them in a sentence: short, and without secrets."""

from __future__ import annotations

import json
from decimal import Decimal

from srm_lint.judge.outcome import Place
from srm_lint.model.secrets import MASK, holds_secrets, is_secret_pair, mask_text
from srm_lint.model.value import Unknown, Value

_LONGEST = 80
_ENOUGH = 2000  # of a text, to be sure of the secrets in what is shown of it


def show(value: Value) -> str:
    """A value as JSON would write it, shortened; what is not known of it as an ellipsis."""
    written = mask_text(_written(value)[:_ENOUGH])
    return written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"


def show_at(place: Place, value: Value) -> str:
    """A value of an attribute, masked where the attribute is sensitive or named like a secret."""
    return f'"{MASK}"' if is_masked(place) and isinstance(value, str | Unknown) else show(value)


def is_masked(place: Place) -> bool:
    """Whether the place's value must not be shown."""
    name = next((step for step in reversed(place.path) if isinstance(step, str)), "")
    return holds_secrets(name) or any(place.path[: len(path)] == path for path in place.resource.sensitive)


def _written(value: Value) -> str:
    if isinstance(value, Unknown):
        return _partly(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_of_entry(value, key)}" for key in value) + "}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(mask_text(value[:_ENOUGH]) if isinstance(value, str) else value, ensure_ascii=False)


def _of_entry(value: dict[str, Value], key: str) -> str:
    """A value of a mapping, and the mask where the entry is one of a variable that is named like a secret."""
    return f'"{MASK}"' if is_secret_pair(value, key) else _written(value[key])


def _partly(value: Unknown) -> str:
    return f'"{"".join(part if isinstance(part, str) else "…" for part in value.parts)}"' if value.parts else "…"
