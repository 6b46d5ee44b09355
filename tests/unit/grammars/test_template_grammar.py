"""Whole templates, generated: what is found does not depend on how and where the same is written."""

from __future__ import annotations

import json
import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from same_findings import FUZZ, OPTIONS, diagnostics_of, findings_of, judged
from template_grammar import CHILD, EXPORTER, as_json, as_short_yaml, as_yaml, templates

BESIDE = {"child.yaml": as_yaml(CHILD), "exporter.yaml": as_short_yaml(EXPORTER)}
CACHED = msgspec.structs.replace(OPTIONS, use_cache=True)
TWO_PROCESSES = msgspec.structs.replace(OPTIONS, jobs=2)


def found_in(folder, files, options=OPTIONS):
    report = judged(folder, {**files, **BESIDE}, options)
    return findings_of(report), diagnostics_of(report.diagnostics)


@FUZZ
@given(templates())
def test_yaml_with_long_and_short_forms_and_json_say_the_same(tmp_path, template):
    in_yaml = found_in(tmp_path, {"t.yaml": as_yaml(template)})
    assert found_in(tmp_path, {"t.yaml": as_short_yaml(template)}) == in_yaml
    assert found_in(tmp_path, {"t.json": as_json(template)}) == in_yaml


@FUZZ
@given(templates(), st.data())
def test_the_order_of_sections_and_resources_says_nothing(tmp_path, template, data):
    resources = dict(data.draw(st.permutations(list(template["Resources"].items()))))
    shuffled = dict(data.draw(st.permutations(list({**template, "Resources": resources}.items()))))
    assert verdicts_in(tmp_path, as_json(shuffled)) == verdicts_in(tmp_path, as_json(template))


@FUZZ
@given(templates())
def test_names_of_conditions_and_mappings_say_nothing(tmp_path, template):
    renamed = re.sub(r'"(C[0-2]|M)"', r'"Other\1"', as_json(template))
    assert verdicts_in(tmp_path, renamed) == verdicts_in(tmp_path, as_json(template))


def verdicts_in(folder, text):
    """Rules, verdicts, resources and attributes: messages name the condition that comes first."""
    return [found[:4] for found in findings_of(judged(folder, {"t.json": text, **BESIDE}))]


@FUZZ
@given(templates(), templates())
def test_other_templates_and_files_say_nothing(tmp_path, template, other):
    text = as_yaml(template)
    alone = of_template(judged(tmp_path, {"t.yaml": text, **BESIDE}))
    files = {"t.yaml": text, "notes.md": "Resources:", "other/x.json": as_json({**other, "Outputs": {}}), **BESIDE}
    assert of_template(judged(tmp_path, files)) == alone


def of_template(report):
    return [found for found in report.findings if found.location.file.endswith("/t.yaml")]


PARAMETERS = st.fixed_dictionaries(
    {}, optional={"P": st.sampled_from(["dev", ""]), "Q": st.just("q"), "E": st.just("dev")}
)


@FUZZ
@given(templates(), PARAMETERS)
def test_the_cache_gives_what_it_was_given(tmp_path, monkeypatch, template, parameters):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    given_values = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
    (tmp_path / "parameters.json").write_text(json.dumps(given_values))
    files = {"t.yaml": as_yaml(template), **BESIDE}
    options = msgspec.structs.replace(OPTIONS, cfn_parameters=(str(tmp_path / "parameters.json"),))
    cached = msgspec.structs.replace(options, use_cache=True)
    fresh = judged(tmp_path / "tree", files, options)
    assert fresh == judged(tmp_path / "tree", files, cached) == judged(tmp_path / "tree", files, cached)


@settings(FUZZ, max_examples=2)
@given(st.lists(templates(), min_size=3, max_size=3))
def test_the_number_of_processes_says_nothing(tmp_path, several):
    files = {f"{name}/t.yaml": as_yaml(template) for name, template in zip("abc", several, strict=True)}
    assert judged(tmp_path, files) == judged(tmp_path, files, TWO_PROCESSES)
