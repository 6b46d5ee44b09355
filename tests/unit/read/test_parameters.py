"""Files of parameter values."""

from __future__ import annotations

import pytest

from srm_lint.errors import UsageError
from srm_lint.model.source import Source
from srm_lint.model.value import Value
from srm_lint.read.parameters import read_parameters


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('[{"ParameterKey": "A", "ParameterValue": "x"}, {"ParameterKey": "B", "UsePreviousValue": true}]', {"A": "x"}),
        ('{"Parameters": {"A": "x", "B": 1}, "Tags": {"t": "v"}, "StackPolicy": {}}', {"A": "x", "B": 1}),
        ('{"A": "x", "L": ["a", "b"], "F": true}', {"A": "x", "L": ("a", "b"), "F": True}),
        ('["A=x=y", "B="]', {"A": "x=y", "B": ""}),
        ("A: x\nB: 2024-01-01\n", {"A": "x", "B": "2024-01-01"}),
        ('\ufeff{"A": "x"}', {"A": "x"}),
    ],
)
def test_shapes(text: str, values: dict[str, Value]) -> None:
    assert read_parameters(Source("p.json", text.encode())) == values


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"A": [}', "p.json: neither JSON nor YAML: expected a value"),
        (b"\xff", "p.json: neither JSON nor YAML"),
        (b"", "p.json: expected a list of"),
        (b'[\n{"Key": "A"}]', "p.json:2: expected a list of"),
        (b'{\n"A": {"b": {}}}', "p.json:2: expected a list of"),
    ],
)
def test_other_files_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=f"^{message}"):
        read_parameters(Source("p.json", content))
