"""Every function gives what the real Terraform gives, or is unknown. Skipped where Terraform is not installed."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from function_calls import CONTEXT, FILES, all_calls
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from terraform_console import UNKNOWN, differences, fn, ours

from srm_lint.evaluate.functions import EVALUATED_BY_THE_EVALUATOR, FUNCTIONS

pytestmark = [
    pytest.mark.programs("terraform"),
    pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("module")
    for path, content in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def test_every_function_is_there():
    signatures = json.loads(
        subprocess.run(["terraform", "metadata", "functions", "-json"], capture_output=True, check=True).stdout
    )
    names = {name.removeprefix("core::") for name in signatures["function_signatures"]}
    assert names == FUNCTIONS.keys() | EVALUATED_BY_THE_EVALUATOR


def test_values_are_terraforms(folder):
    assert differences(all_calls(), CONTEXT, folder) == []


def test_little_is_unknown():
    calls = all_calls()
    assert sum(ours(call, CONTEXT) == UNKNOWN for call in calls) < len(calls) / 20


text = st.text(st.sampled_from('abAZ09 _-/.,:<&"\\\n\té\u0301ß😀%$'), max_size=12)
number = st.one_of(
    st.integers(-1000, 1000), st.decimals(-100, 100, places=2).map(lambda d: int(d) if d == int(d) else d.normalize())
)
scalar = st.one_of(st.none(), st.booleans(), number, text)
value = st.recursive(
    scalar,
    lambda inner: st.one_of(st.lists(inner, max_size=3).map(tuple), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)
text_call = st.one_of(
    *(
        st.builds(fn, st.just(name), text)
        for name in ("upper", "title", "strrev", "jsonencode", "yamlencode", "urlencode", "yamldecode", "jsondecode")
    ),
    st.builds(fn, st.just("substr"), text, st.integers(-5, 15), st.integers(-1, 15)),
    *(
        st.builds(fn, st.just(name), text, text)
        for name in ("split", "trim", "trimprefix", "startswith", "regexall", "format")
    ),
    st.builds(fn, st.just("replace"), text, text, text),
)
value_call = st.one_of(
    *(
        st.builds(fn, st.just(name), value)
        for name in (
            "jsonencode",
            "yamlencode",
            "tolist",
            "toset",
            "tomap",
            "tostring",
            "tonumber",
            "length",
            "flatten",
            "distinct",
            "keys",
            "values",
            "sort",
        )
    ),
    *(
        st.builds(fn, st.just(name), value, value)
        for name in ("concat", "merge", "coalesce", "contains", "setunion", "setintersection", "setproduct", "zipmap")
    ),
    st.builds(fn, st.sampled_from(("max", "pow", "log")), number, number),
    st.builds(lambda form, arg: fn("format", f"%{form}", arg), st.text("0123456789.+-# dfsxqeg", max_size=4), scalar),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(st.one_of(text_call, value_call), min_size=40, max_size=120))
def test_random_calls_agree(folder, calls):
    assert differences(calls, CONTEXT, folder) == []
