"""Seeds of the fuzzers, and what they found: every one is answered, whatever it holds."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "fuzz"
SEEDS = sorted(path for path in (FUZZ / "seeds").rglob("*") if path.is_file())


def targets():
    specification = importlib.util.spec_from_file_location("fuzz_targets", FUZZ / "targets.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.TARGETS


def test_every_target_has_seeds():
    assert {path.parent.name for path in SEEDS} == {*targets()}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_seed_is_answered(seed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    targets()[seed.parent.name](seed.read_bytes())
