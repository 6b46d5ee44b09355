"""Systems that can be declared by name alone, and what backup products can back up."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from srm_lint.catalogue import load_catalogue, load_systems
from srm_lint.errors import CatalogueError
from srm_lint.model.catalogue import Catalogue
from srm_lint.model.resource import Model

RULES = Path(__file__).parents[2] / "rules"
CATALOGUE = load_catalogue(RULES / "catalogue")
SYSTEMS = load_systems(RULES / "systems.yaml", CATALOGUE)


@pytest.mark.parametrize(
    ("name", "service", "model"),
    [
        ("Salesforce", "Salesforce", Model.SAAS),
        ("slack", "Slack", Model.SAAS),
        ("DROPBOX", "Dropbox", Model.SAAS),
        ("Microsoft 365", "Microsoft 365", Model.SAAS),
        ("m365:exchange", "Microsoft Exchange Online", Model.SAAS),
        ("OneDrive", "Microsoft OneDrive", Model.SAAS),
        ("Entra ID", "Microsoft Entra ID", Model.SAAS),
        ("Azure AD", "Microsoft Entra ID", Model.SAAS),
        ("amazon ec2", "Amazon EC2", Model.IAAS),
        ("Amazon RDS", "Amazon RDS", Model.PAAS),
    ],
)
def test_a_system_is_known_by_any_of_its_names(name, service, model):
    system = SYSTEMS.find(name)
    assert (system.service.name, system.service.model) == (service, model)


def test_what_nobody_knows_is_not_guessed():
    assert SYSTEMS.find("Acme CRM") is None


def test_parts_and_products_name_known_services():
    names = {name for system in SYSTEMS.by_name.values() for name in system.parts}
    names |= {service for product in SYSTEMS.products for service in product.services}
    assert [name for name in sorted(names) if SYSTEMS.find(name) is None] == []


def test_the_file_fits_the_schema_that_editors_use():
    schema = json.loads((RULES / "systems.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load((RULES / "systems.yaml").read_bytes()), schema)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "systems: [{service: Acme, names: []}]\nproducts: []",
            "`Acme` is no service of the catalogue: give it a `model`",
        ),
        ("systems: []", "missing required field `products`"),
        ("systems: [", "is no YAML"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, text, message):
    path = tmp_path / "systems.yaml"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=message):
        load_systems(path, Catalogue())
