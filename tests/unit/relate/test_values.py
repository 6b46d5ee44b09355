"""Small questions about evaluated values."""

from __future__ import annotations

import pytest

from srm_lint.model.value import Reference, Unknown, Value
from srm_lint.relate.values import as_list, at

ARN = Unknown("known after apply", (Reference("aws_sqs_queue.q", "arn"),))
LIST = Unknown("known after apply", (Reference("aws_route53_zone.z", "name_servers"),))
PART = Unknown("known after apply", parts=("arn:", ARN))
MACRO = Unknown("made by a macro")


@pytest.mark.parametrize(
    ("value", "listed"),
    [
        (None, ()),
        ("a", ("a",)),
        (("a", ("b", "c")), ("a", "b", "c")),
        (ARN, (ARN,)),
        (PART, (PART,)),
        (LIST, LIST),
        ((ARN, LIST), (ARN, LIST)),
    ],
)
def test_what_may_be_written_as_one_text_or_several(value: Value, listed: Value) -> None:
    assert as_list(value) == listed


def test_what_a_macro_may_add_is_unknown() -> None:
    assert at({"A": 1, "Fn::Transform": MACRO}, "B", "C") == MACRO
    assert at({"A": 1, "Fn::Transform": MACRO}, "A") == 1
    assert at({"A": 1}, "B") is None
