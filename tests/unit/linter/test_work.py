"""Work grows with what is asked, and not faster: counted in calls of functions, so that no clock decides."""

from __future__ import annotations

import cProfile
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from srm_lint.linter import Options, lint
from srm_lint.read import cloudformation, terraform

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

from estates import flat, instances

OPTIONS = Options(today="2026-06-01", jobs=1, use_cache=False)
TEMPLATE = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n"
BUCKET = "  B{n}:\n    Type: AWS::S3::Bucket\n    Properties: {{BucketName: !Sub 'b{n}-${{AWS::Region}}'}}\n"


def template(folder: Path, resources: int) -> None:
    """One template of buckets."""
    folder.mkdir(parents=True)
    (folder / "stack.yaml").write_text(TEMPLATE + "".join(BUCKET.format(n=n) for n in range(resources)))


def chain(folder: Path, depth: int) -> None:
    """Modules that call modules, `depth` deep, and what is below passes on what it is given."""
    place = folder
    for level in range(depth):
        place.mkdir(parents=True)
        call = 'module "m" {\n  source = "./m"\n  name   = "${var.name}-x"\n}\n' if level + 1 < depth else ""
        resource = 'resource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\n'
        (place / "main.tf").write_text(f'variable "name" {{\n  default = "top"\n}}\n{resource}{call}')
        place /= "m"


def calls(folder: Path) -> int:
    """How many calls it takes to lint a folder."""
    profile = cProfile.Profile()
    report = profile.runcall(lint, [str(folder)], OPTIONS)
    assert report.findings
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("write", "size"),
    [(flat, 50), (instances, 100), (chain, 6), (template, 60)],
    ids=["flat", "instances", "chain", "template"],
)
def test_twice_the_configuration_is_twice_the_work(
    tmp_path: Path, write: Callable[[Path, int], None], size: int
) -> None:
    for factor in (1, 2, 4):
        write(tmp_path / f"{factor}", size * factor)
    calls(tmp_path / "1")  # rules and catalogue are loaded once
    small, double, fourfold = (calls(tmp_path / f"{factor}") for factor in (1, 2, 4))
    assert fourfold - double < 2.2 * (double - small)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file is parsed."""
    counted: Counter[str] = Counter()
    for reader in (terraform, cloudformation):
        original = reader.read

        def counting(source, *rest, original=original):
            counted[Path(source.path).name] += 1
            return original(source, *rest)

        monkeypatch.setattr(reader, "read", counting)
    return counted


def test_a_module_is_parsed_once_for_all_its_callers_in_a_root(tmp_path: Path, parsed: Counter[str]) -> None:
    (tmp_path / "bucket").mkdir()
    (tmp_path / "bucket" / "bucket.tf").write_text('resource "aws_s3_bucket" "b" {}\n')
    calls = (f'module "m{number}" {{\n  source = "./bucket"\n}}\n' for number in range(20))
    (tmp_path / "main.tf").write_text("".join(calls))
    assert len(lint([str(tmp_path)], OPTIONS).subjects) == 20
    assert parsed == {"main.tf": 1, "bucket.tf": 1}


def test_a_nested_template_is_parsed_once_for_all_its_stacks(tmp_path: Path, parsed: Counter[str]) -> None:
    template(tmp_path / "child", 1)
    stack = "  S{n}:\n    Type: AWS::CloudFormation::Stack\n    Properties: {{TemplateURL: child/stack.yaml}}\n"
    (tmp_path / "main.yaml").write_text(TEMPLATE + "".join(stack.format(n=n) for n in range(5)))
    assert len(lint([str(tmp_path)], OPTIONS).subjects) == 10
    assert parsed == {"main.yaml": 1, "stack.yaml": 1}
