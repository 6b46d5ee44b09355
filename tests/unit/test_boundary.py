"""Nothing outside of the scanned tree is read: every way of naming a file times every way out of the tree."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager

import msgspec
import pytest

from srm_lint.errors import SrmLintError
from srm_lint.linter import Options, inspect, lint

OPTIONS = Options(today="2030-01-01", use_cache=False, jobs=1)
SECRET = "k3pt-apart"
BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = try(VALUE, "nothing")\n}\n'
STACK = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  S:\n    Type: AWS::CloudFormation::Stack\n'
SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
INCLUDE = '      Fn::Transform: {Name: AWS::Include, Parameters: {Location: "PATH"}}\n'
WAYS_TO_NAME = {
    **{
        call: ("main.tf", BUCKET.replace('VALUE', f'{call}("PATH")'))
        for call in ("file", "filebase64", "filemd5", "filesha256", "filebase64sha512")
    },
    "templatefile": ("main.tf", BUCKET.replace('VALUE', 'templatefile("PATH", {})')),
    "fileset": ("main.tf", BUCKET.replace('VALUE', 'join("", fileset("FOLDER", "*"))')),
    "fileset pattern": ("main.tf", BUCKET.replace('VALUE', 'join("", fileset(".", "FOLDER/*"))')),
    "module": ("main.tf", 'module "m" {\n  source = "FOLDER"\n}\n'),
    "terraform link": ("main.tf", None),
    "values link": ("terraform.tfvars", None),
    "template link": ("stack.yaml", None),
    "nested stack": ("stack.yaml", STACK + '    Properties: {TemplateURL: "PATH"}\n'),
    "application": ("stack.yaml", SAM + '  A: {Type: "AWS::Serverless::Application", Properties: {Location: "PATH"}}\n'),
    "include": ("stack.yaml", STACK.replace("CloudFormation::Stack", "S3::Bucket") + "    Properties:\n" + INCLUDE),
    "api definition": ("stack.yaml", SAM + '  A: {Type: "AWS::Serverless::Api", Properties: {StageName: s, DefinitionUri: "PATH"}}\n'),
    "configuration link": (".srm-lint.yaml", None),
    "var-files": (".srm-lint.yaml", 'var-files: ["PATH"]\n'),
    "cfn-parameters": (".srm-lint.yaml", 'cfn-parameters: ["PATH"]\n'),
    "rules": (".srm-lint.yaml", 'rules: ["FOLDER"]\n'),
    "catalogue": (".srm-lint.yaml", 'catalogue: ["PATH"]\n'),
}  # fmt: skip
OUTSIDE = {
    "secret.tf": f'resource "aws_s3_bucket" "outside" {{\n  bucket = "{SECRET}"\n}}\n',
    "secret.yaml": f'Resources: {{Outside: {{Type: "AWS::S3::Bucket", Properties: {{BucketName: {SECRET}}}}}}}\n',
    "secret.tfvars": f'v = "{SECRET}"\n',
    SECRET: "",
}
SETTINGS = ("configuration link", "var-files", "cfn-parameters", "rules", "catalogue")
WAYS_OUT = ("parent", "absolute", "link", "link of folder", "device", "pipe", "endless")


@contextmanager
def in_time(seconds: int = 20):
    """A pipe or a device that is opened hangs: that is a failure, too."""

    def late(_signal, _frame):
        raise TimeoutError("something was opened that has no end")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def target(way_out: str, tree, name: str) -> tuple[str, str]:
    """A file and a folder as they are named in the tree, with what that takes put into it."""
    outside = tree.parent / "outside"
    (tree / f"link-{name}").symlink_to(outside / name)
    (tree / "link").symlink_to(outside, target_is_directory=True)
    (tree / f"zero-{name}").symlink_to("/dev/zero")
    os.mkfifo(tree / f"pipe-{name}")
    return {
        "parent": (f"../outside/{name}", "../outside"),
        "absolute": (str(outside / name), str(outside)),
        "link": (f"./link-{name}", "./link"),
        "link of folder": (f"./link/{name}", "./link"),
        "device": ("/dev/zero", "/dev"),
        "pipe": (f"./pipe-{name}", "/proc/self/fd"),
        "endless": (f"./zero-{name}", "/dev"),
    }[way_out]


@pytest.mark.parametrize("way_out", WAYS_OUT)
@pytest.mark.parametrize("way", WAYS_TO_NAME)
def test_it_is_not_read(tmp_path, monkeypatch, way: str, way_out: str) -> None:
    tree = tmp_path / "tree"
    (tree / ".git").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    for name, text in OUTSIDE.items():
        (tmp_path / "outside" / name).write_text(text)
    (tree / "good.tf").write_text(
        'variable "v" {\n  default = "inside"\n}\nresource "aws_sns_topic" "t" {\n  name = var.v\n}\n'
    )
    file, text = WAYS_TO_NAME[way]
    suffix = ".yaml" if file.endswith("yaml") and way != "var-files" else ".tfvars" if "va" in way else ".tf"
    path, folder = target(way_out, tree, f"secret{suffix}")
    if text is None:
        (tree / file).symlink_to(path)
    else:
        (tree / file).write_text(text.replace("PATH", path).replace("FOLDER", folder))
    monkeypatch.chdir(tree)
    refused = ""
    with in_time():
        try:
            lint(["."], OPTIONS)
            inspect(["."], OPTIONS)
        except SrmLintError as error:
            refused = str(error)
        found = inspect(["."], msgspec.structs.replace(OPTIONS, use_config=not refused))
    assert way in SETTINGS or not refused
    assert SECRET not in refused
    values = {resource.address: resource.values for resource, _ in found.resources}
    assert values["aws_sns_topic.t"] == {"name": "inside"}
    assert SECRET not in str(values)
    assert SECRET not in str(found.diagnostics) + str(found.unread)


@pytest.mark.parametrize("path", ["../outside/there", "/etc/hostname", "./link/there", "~/there"])
def test_what_lies_outside_is_not_told_to_exist(tmp_path, monkeypatch, path: str) -> None:
    (tmp_path / "tree/.git").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/there").write_text("")
    (tmp_path / "tree/link").symlink_to(tmp_path / "outside")
    call = f'fileexists("{path}")'
    (tmp_path / "tree/main.tf").write_text(f'resource "aws_s3_bucket" "b" {{\n  bucket = {call} ? "yes" : "no"\n}}\n')
    monkeypatch.chdir(tmp_path / "tree")
    assert "'yes'" not in str([resource.values for resource, _ in inspect(["."], OPTIONS).resources])


@pytest.mark.parametrize("target", ["../../outside/secret.yaml", "../../outside"])
def test_rules_of_the_tree_are_no_links_out_of_it(tmp_path, monkeypatch, target: str) -> None:
    (tmp_path / "tree/rules").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.yaml").write_text(f"- {SECRET}\n")
    (tmp_path / "tree/rules/more.yaml").symlink_to(target)
    (tmp_path / "tree/.git").mkdir()
    (tmp_path / "tree/.srm-lint.yaml").write_text("rules: [rules]\n")
    (tmp_path / "tree/main.tf").write_text('resource "aws_s3_bucket" "b" {}\n')
    monkeypatch.chdir(tmp_path / "tree")
    with pytest.raises(SrmLintError, match=r"`rules`: .*more.yaml leads out of ") as refused:
        lint(["."], OPTIONS)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("key", ["rules", "catalogue"])
@pytest.mark.parametrize("use_cache", [True, False])
def test_a_pipe_among_the_settings_of_the_tree_is_not_opened(tmp_path, monkeypatch, key: str, use_cache: bool) -> None:
    (tmp_path / "tree/own").mkdir(parents=True)
    os.mkfifo(tmp_path / "tree/own/x.yaml")
    (tmp_path / "tree/.srm-lint.yaml").write_text(f"{key}: [{'own' if key == 'rules' else 'own/x.yaml'}]\n")
    (tmp_path / "tree/main.tf").write_text('resource "aws_s3_bucket" "b" {}\n')
    monkeypatch.chdir(tmp_path / "tree")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with in_time():
        report = lint(["."], msgspec.structs.replace(OPTIONS, use_cache=use_cache))
    assert "own/x.yaml: cannot be read: it is no regular file" in report.diagnostics[-1].message
