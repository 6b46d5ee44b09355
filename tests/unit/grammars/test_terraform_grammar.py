"""Whole root modules, generated: what is found does not depend on how and where the same is written."""

from __future__ import annotations

import re

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from same_findings import FUZZ, OPTIONS, diagnostics_of, findings_of, judged
from terraform_grammar import CHILD, as_json, modules, native

IN_CHILD = {"child/main.tf": native(CHILD)}
CACHED = msgspec.structs.replace(OPTIONS, use_cache=True)
TWO_PROCESSES = msgspec.structs.replace(OPTIONS, jobs=2)
MISTAKES = frozenset({"cannot-evaluate", "unsuitable-value"})


def found_in(folder, files):
    """What is found, of modules without mistakes: JSON has a block as one value, which a mistake costs as a whole."""
    report = judged(folder, {**files, **IN_CHILD})
    assume(MISTAKES.isdisjoint(found.code for found in report.diagnostics))
    return findings_of(report), diagnostics_of(report.diagnostics)


@FUZZ
@given(modules())
def test_the_json_form_says_the_same(tmp_path, blocks):
    in_json = {"main.tf.json": as_json(blocks)}
    assert found_in(tmp_path, in_json) == found_in(tmp_path, {"main.tf": native(blocks)})


@FUZZ
@given(modules(), st.data())
def test_the_order_of_blocks_and_files_says_nothing(tmp_path, blocks, data):
    shuffled = data.draw(st.permutations(blocks))
    cut = data.draw(st.integers(0, len(blocks)))
    files = {"z.tf": native(shuffled[:cut]), "a.tf": native(shuffled[cut:])}
    assert found_in(tmp_path, files) == found_in(tmp_path, {"main.tf": native(blocks)})


@FUZZ
@given(modules())
def test_other_files_and_roots_say_nothing(tmp_path, blocks):
    files = {"main.tf": native(blocks)}
    alone = found_in(tmp_path, files)
    others = {"README.md": "resource aws_s3_bucket", "notes.yaml": "a: 1", "other/main.tf": "locals { a = 1 }\n"}
    assert found_in(tmp_path, {**files, **others}) == alone


@FUZZ
@given(modules())
def test_names_of_locals_say_nothing(tmp_path, blocks):
    renamed = [with_other_names(block) for block in blocks]
    assert found_in(tmp_path, {"main.tf": native(renamed)}) == found_in(tmp_path, {"main.tf": native(blocks)})


def with_other_names(block):
    """The block with `other_` before the name of each local."""
    start = "other_" if block.type == "locals" else ""
    arguments = {
        f"{start}{name}": re.sub(r"\blocal\.", "local.other_", value) if isinstance(value, str) else value
        for name, value in block.arguments.items()
    }
    return msgspec.structs.replace(block, arguments=arguments, blocks=tuple(map(with_other_names, block.blocks)))


VALUES = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(['"x"', "null", "[1]"]) for name in ("t", "unset", "l")}
)


@FUZZ
@given(modules(), VALUES)
def test_the_cache_gives_what_it_was_given(tmp_path, monkeypatch, blocks, values):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    given_values = "".join(f"{name} = {value}\n" for name, value in values.items())
    files = {"main.tf": native(blocks), "terraform.tfvars": given_values, **IN_CHILD}
    fresh = judged(tmp_path / "tree", files)
    assert fresh == judged(tmp_path / "tree", files, CACHED) == judged(tmp_path / "tree", files, CACHED)


@settings(FUZZ, max_examples=2)
@given(st.lists(modules(), min_size=3, max_size=3))
def test_the_number_of_processes_says_nothing(tmp_path, roots):
    files = {f"{name}/main.tf": native(blocks) for name, blocks in zip("abc", roots, strict=True)}
    files |= {f"{name}/{path}": text for name in "abc" for path, text in IN_CHILD.items()}
    assert judged(tmp_path, files) == judged(tmp_path, files, TWO_PROCESSES)
