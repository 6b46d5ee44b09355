"""What is found to lint: root modules by who calls whom, templates, and files named one by one."""

import os
from pathlib import Path

import pytest

from srm_lint.discover import UnitKind, discover
from srm_lint.errors import UsageError


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Writes files below the working directory: `tree({"a/main.tf": "..."})`."""
    monkeypatch.chdir(tmp_path)

    def write(files: dict[str, str]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return tmp_path

    return write


def units(*paths: str) -> list[tuple[str, str]]:
    return [(unit.kind.value, unit.path) for unit in discover(paths).units]


CALLS = 'module "x" {\n  source = "%s"\n}\n'


@pytest.mark.parametrize(
    ("files", "roots"),
    [
        pytest.param({"main.tf": ""}, ["."], id="one root"),
        pytest.param({"main.tf": CALLS % "./m", "m/main.tf": ""}, ["."], id="a called module is no root"),
        pytest.param({"a/main.tf": CALLS % "../m", "m/main.tf": ""}, ["a"], id="called from a sibling"),
        pytest.param({"a.tf": 'module "x" { source = "./m" }', "m/main.tf": ""}, ["."], id="call on one line"),
        pytest.param({"main.tf": CALLS % "x/y/aws", "m/main.tf": ""}, [".", "m"], id="registry source calls nobody"),
        pytest.param({"main.tf": "# " + CALLS % "./m", "m/main.tf": ""}, [".", "m"], id="call in a comment"),
        pytest.param({"a/main.tf": CALLS % "./"}, ["a"], id="a module that calls itself"),
        pytest.param({"a/x.tf": CALLS % "../b", "b/x.tf": CALLS % "../a"}, ["a"], id="two that call each other"),
        pytest.param({"m.tf.json": '{"module": {"x": {"source": "./m"}}}', "m/x.tf": ""}, ["."], id="JSON"),
        pytest.param({"m.tf.json": '[{"module": {"x": {"source": "./m"}}}]', "m/x.tf": ""}, ["."], id="JSON, a list"),
        pytest.param({"a/main.tofu": ""}, ["a"], id="OpenTofu"),
        pytest.param({"a/x.tftest.hcl": "", ".terraform/m/x.tf": "", "node_modules/x.tf": ""}, [], id="passed over"),
        pytest.param({"bucket.tf": 'resource "a" "b" {\n source = "./m"\n}', "m/x.tf": ""}, [".", "m"], id="no module"),
    ],
)
def test_terraform_roots(tree, files, roots):
    tree(files)
    assert units(".") == [("terraform", root) for root in roots]


def test_templates_nested_by_path_are_evaluated_with_their_parent(tree):
    tree({"a.yaml": "TemplateURL: ./b.yaml", "b.yaml": "", "c.json": "{}"})
    assert units(".") == [("template", "a.yaml"), ("template", "c.json")]


def test_a_named_file_stands_for_the_roots_that_call_it(tree):
    tree({".git/HEAD": "", "live/main.tf": CALLS % "../m", "m/main.tf": "", "other/main.tf": ""})
    assert units("m/main.tf") == [("terraform", "live")]


def test_a_named_tfvars_file_stands_for_its_root(tree):
    tree({"a/main.tf": "", "a/prod.tfvars": "", "b/main.tf": ""})
    assert units("a/prod.tfvars") == [("terraform", "a")]


def test_a_named_plan_is_one(tree):
    tree({"plan.json": '{"resource_changes": []}', "other.json": "{}"})
    assert units("plan.json") == [("plan", "plan.json")]
    assert units(".") == [("template", "other.json"), ("template", "plan.json")]


def test_excluded_paths_are_not_found(tree):
    tree({"a/main.tf": "", "b/main.tf": ""})
    found = discover(["."], excluded=lambda path: path == "b")
    assert [unit.path for unit in found.units] == ["a"]


def test_every_file_of_a_unit_is_counted(tree):
    tree({"main.tf": CALLS % "./m", "m/main.tf": "#", "x.yaml": "a: 1"})
    found = discover(["."])
    assert found.files == ("m/main.tf", "main.tf", "x.yaml")
    assert {unit.kind: unit.size for unit in found.units} == {
        UnitKind.TERRAFORM: len(CALLS % "./m") + 1,
        UnitKind.TEMPLATE: 4,
    }


def test_a_path_that_does_not_exist_is_wrong_use(tree):
    tree({})
    with pytest.raises(UsageError, match="no such file or folder"):
        discover(["nowhere"])


def test_a_link_to_nowhere_is_found_and_a_pipe_does_not_block(tree):
    root = tree({"main.tf": ""})
    (root / "gone.tf").symlink_to("nowhere")
    os.mkfifo(root / "pipe.yaml")
    assert set(discover(["."]).files) == {"gone.tf", "main.tf", "pipe.yaml"}


def test_unsaved_texts_decide_who_calls_whom(tree):
    tree({"main.tf": CALLS % "./m", "m/x.tf": "", "sub/.git/config": ""})
    unsaved = {"main.tf": b"", "new/x.tf": (CALLS % "../m").encode(), ".hidden/x.tf": b"", "notes.txt": b""}
    found = discover(["."], lambda path: path.startswith("out"), unsaved={**unsaved, "out/x.tf": b""})
    assert [unit.path for unit in found.units] == [".", "new"]
    assert set(found.files) == {"main.tf", "m/x.tf", "new/x.tf"}


def test_a_file_that_is_not_saved_yet_can_be_named(tree):
    tree({"main.tf": CALLS % "./m", ".git/config": ""})
    (found,) = discover(["m/x.tf"], unsaved={"m/x.tf": b""}).units
    assert (found.path, found.files) == (".", ("main.tf", "m/x.tf"))
    assert discover(["new.yaml"], unsaved={"new.yaml": b"Resources: {}"}).units[0].path == "new.yaml"
