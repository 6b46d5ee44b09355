"""The matrix of responsibilities: who holds what under which model, and where services differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint.catalogue import load_matrix
from srm_lint.errors import CatalogueError
from srm_lint.model.matrix import Matrix
from srm_lint.model.resource import Kind, Model, Service, State
from srm_lint.model.rule import Duty, Party

MATRIX = Path(__file__).parents[2] / "rules" / "matrix.yaml"
P, C, S = Party.PROVIDER, Party.CUSTOMER, Party.SHARED


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return load_matrix(MATRIX)


@pytest.mark.parametrize(
    ("layer", "iaas", "paas", "saas"),
    [
        ("physical-datacenter", P, P, P),
        ("network-infrastructure", P, P, P),
        ("physical-hosts", P, P, P),
        ("virtualization", P, P, P),
        ("middleware", C, P, P),
        ("operating-system", C, P, P),
        ("application", C, C, P),
        ("configuration", C, C, C),
        ("network", C, S, P),
        ("data-protection", C, C, C),
        ("backup", C, C, C),
        ("encryption", C, C, C),
        ("identity-access", C, C, C),
        ("compliance", C, C, C),
        ("endpoint", C, C, C),
    ],
)
def test_the_models_divide_the_layers(matrix: Matrix, layer: str, iaas: Party, paas: Party, saas: Party) -> None:
    parties = [matrix.layers[layer].party(model) for model in (Model.IAAS, Model.PAAS, Model.SAAS)]
    assert parties == [iaas, paas, saas]


@pytest.mark.parametrize(
    ("duty", "service", "party"),
    [
        (Duty.OPERATING_SYSTEM, Service("Amazon EC2", Model.IAAS, Kind.COMPUTE), C),
        (Duty.OPERATING_SYSTEM, Service("Amazon S3", Model.PAAS, Kind.DATA), P),
        (Duty.OPERATING_SYSTEM, Service("Amazon DynamoDB", Model.PAAS, Kind.DATA), P),
        (Duty.OPERATING_SYSTEM, Service("Salesforce", Model.SAAS, Kind.IDENTITY), P),
        (Duty.OPERATING_SYSTEM, Service("Amazon RDS", Model.PAAS, Kind.DATA), S),
        (Duty.OPERATING_SYSTEM, Service("Amazon RDS Custom", Model.IAAS, Kind.COMPUTE), C),
        (Duty.OPERATING_SYSTEM, Service("AWS Lambda", Model.PAAS, Kind.COMPUTE), S),
        (Duty.OPERATING_SYSTEM, Service("Amazon EKS", Model.PAAS, Kind.COMPUTE), S),
        (Duty.OPERATING_SYSTEM, Service("Amazon EKS Auto Mode", Model.PAAS, Kind.COMPUTE), P),
        (Duty.OPERATING_SYSTEM, Service("Google Kubernetes Engine Autopilot", Model.PAAS, Kind.COMPUTE), P),
        (Duty.OPERATING_SYSTEM, Service("Microsoft Intune", Model.SAAS, Kind.CONTROL), C),
        (Duty.OPERATING_SYSTEM, Service("Amazon AppStream 2.0", Model.SAAS, Kind.COMPUTE), C),
        (Duty.OPERATING_SYSTEM, Service("Amazon AppStream 2.0", Model.SAAS, Kind.CONTROL), P),
        (Duty.NETWORK, Service("Slack", Model.SAAS, Kind.DATA), P),
        (Duty.NETWORK, Service("Snowflake", Model.SAAS, Kind.NETWORK), S),
        (Duty.BACKUP, Service("Slack", Model.SAAS, Kind.DATA), C),
        (Duty.BACKUP, Service("aws_new_thing", Model.UNCLASSIFIED), C),
        (Duty.OPERATING_SYSTEM, Service("aws_new_thing", Model.UNCLASSIFIED), S),
    ],
)
def test_a_service_can_differ_from_its_model(matrix: Matrix, duty: Duty, service: Service, party: Party) -> None:
    assert matrix.party(duty, service) is party


@pytest.mark.parametrize(
    ("duty", "service", "concerned"),
    [
        (Duty.OPERATING_SYSTEM, Service("Amazon EC2", Model.IAAS, Kind.COMPUTE), True),
        (Duty.OPERATING_SYSTEM, Service("Amazon VPC", Model.IAAS, Kind.NETWORK), False),
        (Duty.OPERATING_SYSTEM, Service("Amazon RDS", Model.PAAS, Kind.DATA), True),
        (Duty.BACKUP, Service("Amazon S3", Model.PAAS, Kind.DATA, State.PRIMARY), True),
        (Duty.BACKUP, Service("Microsoft Entra ID", Model.SAAS, Kind.IDENTITY, State.KEYS), True),
        (Duty.BACKUP, Service("Amazon SQS", Model.PAAS, Kind.DATA), False),
        (Duty.BACKUP, Service("Amazon ElastiCache", Model.PAAS, Kind.DATA, State.CACHE), False),
        (Duty.ENCRYPTION, Service("Amazon SQS", Model.PAAS, Kind.DATA), True),
        (Duty.ENCRYPTION, Service("Amazon S3", Model.PAAS, Kind.GLUE), False),
        (Duty.COMPLIANCE, Service("AWS Backup", Model.PAAS, Kind.EVIDENCE), False),
    ],
)
def test_a_duty_concerns_only_what_can_have_it(matrix: Matrix, duty: Duty, service: Service, concerned: bool) -> None:
    assert matrix.concerns_resource(duty, service) is concerned


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("party: customer, source: veeam", "party: nobody, source: veeam", "Invalid enum value 'nobody'"),
        ("source: microsoft-reliability", "source: hearsay", "unknown source `hearsay`"),
        ("  endpoint:\n    title", "  endpoints:\n    title", "no layer for the duties endpoint"),
        ("\nlayers:\n", "\nlayer:\n", "unknown field `layer`"),
    ],
)
def test_a_broken_matrix_is_named_with_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = MATRIX.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "matrix.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        load_matrix(broken)
    assert message in str(raised.value)
