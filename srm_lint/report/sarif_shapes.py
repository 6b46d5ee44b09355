"""The part of SARIF 2.1.0 that we write, property for property as the standard names it. What is empty is left out."""

from __future__ import annotations

import msgspec


class _Shape(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Base of all objects."""


class Text(_Shape, frozen=True):
    """`message` and `multiformatMessageString`."""

    text: str
    markdown: str = ""


class ArtifactLocation(_Shape, frozen=True):
    """A file: `uri` is relative to the repository's root."""

    uri: str
    uri_base_id: str


class Region(_Shape, frozen=True):
    """Lines and columns count from 1; the end column is exclusive."""

    start_line: int
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    snippet: Text | None = None


class PhysicalLocation(_Shape, frozen=True):
    """A region of a file, and the lines around it."""

    artifact_location: ArtifactLocation
    region: Region
    context_region: Region | None = None


class LogicalLocation(_Shape, frozen=True):
    """A resource's address."""

    fully_qualified_name: str
    kind: str


class Location(_Shape, frozen=True):
    """Where something is. `id` numbers related locations."""

    physical_location: PhysicalLocation
    logical_locations: tuple[LogicalLocation, ...] = ()
    id: int | None = None
    message: Text | None = None


class Suppression(_Shape, frozen=True):
    """Why a result does not count."""

    kind: str
    status: str
    justification: str = ""


class ResultProperties(_Shape, frozen=True, rename=None):
    """What SARIF has no word for."""

    duty: str
    resource: str
    service: str
    model: str
    instances: int
    construct: str = ""
    settle: tuple[str, ...] = ()


class Result(_Shape, frozen=True):
    """One verdict."""

    rule_id: str
    rule_index: int
    kind: str
    level: str
    message: Text
    locations: tuple[Location, ...]
    partial_fingerprints: dict[str, str]
    properties: ResultProperties
    related_locations: tuple[Location, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class Configuration(_Shape, frozen=True):
    """`reportingConfiguration`."""

    level: str


class RuleProperties(_Shape, frozen=True, rename="kebab"):
    """What code scanning reads beside the standard: severity as a score, sureness, tags."""

    tags: tuple[str, ...]
    precision: str
    security_severity: str


class Rule(_Shape, frozen=True):
    """`reportingDescriptor`."""

    id: str
    name: str
    short_description: Text
    full_description: Text
    help: Text
    default_configuration: Configuration
    properties: RuleProperties
    help_uri: str = ""


class Driver(_Shape, frozen=True):
    """The tool."""

    name: str
    version: str
    semantic_version: str
    rules: tuple[Rule, ...] = msgspec.field(default_factory=tuple)


class Tool(_Shape, frozen=True):
    """The tool, without extensions."""

    driver: Driver


class Notification(_Shape, frozen=True):
    """Something about the run itself."""

    level: str
    message: Text
    locations: tuple[Location, ...] = ()


class Invocation(_Shape, frozen=True):
    """How the run went."""

    execution_successful: bool
    tool_execution_notifications: tuple[Notification, ...] = ()


class Run(_Shape, frozen=True, omit_defaults=False):
    """One run. `results` is there even when empty: then all alerts are closed."""

    tool: Tool
    invocations: tuple[Invocation, ...]
    column_kind: str
    results: tuple[Result, ...]


class Log(_Shape, frozen=True):
    """The file."""

    schema: str = msgspec.field(name="$schema")
    version: str
    runs: tuple[Run, ...]
