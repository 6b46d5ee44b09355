"""Catalogue files as they are written -> what is found for a type; packs; the list of all types."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint.catalogue import known_types, load_catalogue, with_user_files
from srm_lint.errors import CatalogueError
from srm_lint.model.catalogue import Catalogue, matches
from srm_lint.model.resource import Kind, Model, State

CATALOGUE = """
conventions:
  - {kind: glue, endings: [_attachment], ground: joins two resources}
  - {kind: glue, stem_is_parent: true, endings: [_iam_member], ground: its access policy}
services:
  - service: Store
    model: PaaS
    ground: the provider runs it
    types: [aws_store_*]
    kind: data
    state: primary
    except:
      - {types: [aws_store_cache_*], state: cache}
      - {types: [aws_store_cache_key], kind: identity}
      - {types: [aws_store_*_snapshot], kind: evidence, state: derived}
      - {types: [aws_store_box_policy], kind: glue, parent: aws_store_box}
      - {types: [aws_store_own_attachment], kind: network}
  - service: Everything else
    model: IaaS
    ground: nobody runs it
    types: [aws_*]
"""


def load(folder: Path, text: str = CATALOGUE, cache: Path | None = None) -> Catalogue:
    folder.joinpath("aws.yaml").write_text(text, encoding="utf-8")
    return load_catalogue(folder, cache)


@pytest.mark.parametrize(
    ("type", "service", "holds", "parent"),
    [
        ("aws_store_box", "Store", (Kind.DATA, State.PRIMARY), ""),
        ("aws_store_cache_node", "Store", (Kind.DATA, State.CACHE), ""),
        ("aws_store_cache_key", "Store", (Kind.IDENTITY, State.NONE), ""),
        ("aws_store_box_snapshot", "Store", (Kind.EVIDENCE, State.DERIVED), ""),
        ("aws_store_cache_x_snapshot", "Store", (Kind.EVIDENCE, State.DERIVED), ""),
        ("aws_store_box_policy", "Store", (Kind.GLUE, State.NONE), "aws_store_box"),
        ("aws_store_box_attachment", "Store", (Kind.GLUE, State.NONE), ""),
        ("aws_store_own_attachment", "Store", (Kind.NETWORK, State.NONE), ""),
        ("aws_store_box_iam_member", "Store", (Kind.GLUE, State.NONE), "aws_store_box"),
        ("aws_other", "Everything else", (Kind.CONTROL, State.NONE), ""),
    ],
)
def test_the_most_specific_pattern_decides(
    tmp_path: Path, type: str, service: str, holds: tuple[Kind, State], parent: str
) -> None:
    entry = load(tmp_path).entry(type)
    assert entry is not None
    found = entry.service
    assert (found.name, (found.kind, found.state), found.parent) == (service, holds, parent)


def test_a_convention_adds_its_ground_to_the_services(tmp_path: Path) -> None:
    entry = load(tmp_path).entry("aws_store_box_attachment")
    assert entry is not None
    assert entry.service.ground == "the provider runs it; joins two resources"


def test_a_type_that_nothing_matches_has_no_entry(tmp_path: Path) -> None:
    assert load(tmp_path).entry("google_store") is None


@pytest.mark.parametrize(
    ("type", "pattern", "matched"),
    [
        ("aws_s3_bucket", "aws_s3_bucket", True),
        ("aws_s3_bucket", "aws_s3_*", True),
        ("aws_s3_bucket", "*_bucket", True),
        ("aws_s3_bucket_policy", "aws_*_bucket", False),
        ("aws_a_b", "aws_*_a_b", False),
        ("aws_x_a_y_b", "aws_*_a_*_b", True),
        ("AWS::S3::Bucket", "AWS::*::Bucket", True),
        ("aws_s3", "aws_s3_*", False),
    ],
)
def test_a_star_stands_for_any_text(type: str, pattern: str, matched: bool) -> None:
    assert matches(type, pattern) is matched


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "services: [{service: A, model: PaaS, ground: g, types: [a_*], kine: data}]",
            "unknown key `kine` in `services[0]`; did you mean `kind`?",
        ),
        (
            "services: [{service: A, model: Paas, ground: g, types: [a_*]}]",
            "`services[0].model` is 'Paas', and has to be one of IaaS, PaaS, SaaS",
        ),
        ("services: [{service: A, model: PaaS, types: [a_*]}]", "`services[0]` lacks the key `ground`"),
        ("services: [", "is no YAML"),
        ("- a", "the file has to be keys with values, not a list"),
        (
            "services: [{service: A, model: PaaS, ground: g, types: [a_*]}, {service: B, model: PaaS, ground: g, types: [a_*]}]",
            "`a_*` is already classified",
        ),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        load(tmp_path, text)
    assert message in str(raised.value)
    assert "aws.yaml" in str(raised.value)


def test_a_users_file_adds_and_overrides(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "services:\n"
        "  - {service: Ours, model: SaaS, ground: we say so, types: [ourco_*]}\n"
        "  - {service: Theirs, model: IaaS, ground: we run it, types: [aws_store_box]}\n",
        encoding="utf-8",
    )
    (tmp_path / "built-in").mkdir()
    catalogue = with_user_files(load(tmp_path / "built-in"), [own])
    added, overridden, kept = (catalogue.entry(name) for name in ("ourco_thing", "aws_store_box", "aws_store_crate"))
    assert added is not None
    assert added.service.model is Model.SAAS
    assert overridden is not None
    assert overridden.service.name == "Theirs"
    assert kept is not None
    assert kept.service.name == "Store"


def test_a_users_file_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        with_user_files(load(tmp_path), [tmp_path / "missing.yaml"])


def test_a_pack_gives_the_same_catalogue_until_a_source_changes(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load(tmp_path, cache=cache)
    assert load_catalogue(tmp_path, cache) == first
    changed = load(tmp_path, CATALOGUE.replace("service: Store", "service: Shop"), cache)
    assert changed.entries[0].service.name == "Shop"
    assert len(list(cache.iterdir())) == 2


def test_a_broken_pack_is_built_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load(tmp_path, cache=cache)
    for pack in cache.iterdir():
        pack.write_bytes(b"\x00nonsense")
    assert load_catalogue(tmp_path, cache) == first


def test_a_cache_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert load(tmp_path, cache=blocked / "cache").entry("aws_store_box") is not None


def test_all_known_types_are_listed_with_their_tags(tmp_path: Path) -> None:
    types = tmp_path / "types"
    types.mkdir()
    (types / "aws.txt").write_text("aws_store_box\naws_vm\n", encoding="utf-8")
    rows = {row.type: row for row in known_types(load(tmp_path), tmp_path)}
    assert list(rows) == [
        "aws_store_box",
        "aws_store_box_policy",
        "aws_store_cache_key",
        "aws_store_own_attachment",
        "aws_vm",
    ]
    row = rows["aws_store_box"]
    assert (row.provider, row.framework, row.service, row.model) == ("aws", "terraform", "Store", "PaaS")
    assert (row.kind, row.state, row.ground) == ("data", "primary", "the provider runs it")
    assert rows["aws_store_box_policy"].parent == "aws_store_box"
