"""The words of ignore comments, whatever stands around them."""

from hypothesis import given
from hypothesis import strategies as st

from srm_lint.model.ignore import Tool
from srm_lint.model.source import Comment, Source
from srm_lint.suppress.migrate import migrate
from srm_lint.suppress.written import requests_in

OURS = ("srm-lint: ignore", "srm-lint:ignore[a]", "[a, b]", "until=2027-01-31", "until=x")
OTHERS = ("checkov:skip=", "CKV_AWS_1,CKV_2", "tfsec:ignore:", "trivy:ignore:AVD-AWS-0001", ":exp:2027-01-31", ":ws:x")
PIECES = st.sampled_from((*OURS, *OTHERS, "*", " ", "\n", "ä", "*/", "why", ":", "["))
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS)
def test_requests_are_in_order_and_inside_the_text(text):
    place = 0
    for request in requests_in(text):
        assert place <= request.start < request.end <= len(text)
        assert request.ids or request.tool is Tool.OWN
        place = request.end


@given(TEXTS.filter(lambda text: "*/" not in text), st.sampled_from(["\n", "\r\n"]))
def test_a_second_migration_changes_nothing_and_code_is_never_touched(text, line_break):
    code = f"a = 1{line_break}"
    content = f"/*{text}*/{line_break}{code}".encode()
    source = Source("main.tf", content)
    rules = {"ckv_aws_1": ["rule-a"], "avd-aws-0001": ["rule-a", "rule-b"]}
    comment = Comment(text, 0, len(content) - len((line_break + code).encode()), own_line=True)
    once = migrate(source, [comment], [], rules).content
    assert once.endswith(b"*/" + (line_break + code).encode())
    end = len(once) - len((line_break + code).encode())
    again = Comment(once[:end].decode(), 0, end, own_line=True)
    assert migrate(Source("main.tf", once), [again], [], rules).content == once
