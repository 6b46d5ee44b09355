"""Patterns against texts of which parts are unknown."""

import pytest

from srm_lint.relate.backup.matching import GAP, glob_matches


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("*", "anything", True),
        ("table/*", "table/orders", True),
        ("table/*", f"table/{GAP}", True),
        ("table/*", f"cluster/{GAP}", False),
        ("table/orders", f"table/{GAP}", None),
        ("table/o?ders", "table/orders", True),
        ("table/o?ders", f"table/o{GAP}ders", None),
        (f"table/{GAP}", "table/orders", None),
        (f"table/{GAP}-prod", "table/orders-dev", False),
        (f"{GAP}/*", "table/orders", None),
        ("a*c", f"a{GAP}d", False),
        ("", GAP, None),
    ],
)
def test_glob(pattern, text, matches):
    assert glob_matches(pattern, text) is matches
