"""Resources as the evaluators hand them on: addresses, values, and the way back to the source."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Protocol

import msgspec

from srm_lint.model.source import Diagnostic, Location
from srm_lint.model.value import Reference, Unknown, Value

Path = tuple[str | int, ...]
"""A way into a resource's values: ("rule", 0, "destination", 0, "bucket")."""


class Framework(Enum):
    """The language a resource was written in."""

    TERRAFORM = "terraform"
    CLOUDFORMATION = "cloudformation"
    CONFIGURATION = "configuration"  # attestations in `.srm-lint.yaml`, which rules judge like resources


class Mode(Enum):
    """What a block declares. Rules judge every mode by its type; only `MANAGED` is part of the estate.

    Types of the others: `data.aws_iam_policy_document`, `provider.azurerm`, `backend.s3`, and `module` for a call of a
    module that could not be read: what it is given may be attached to anything in there.
    """

    MANAGED = "managed"
    DATA = "data"
    PROVIDER = "provider"
    BACKEND = "backend"
    UNREAD_MODULE = "unread-module"


class Syntax(Protocol):
    """What wrote a resource: an HCL block, a mapping of a template, an entry of a plan."""

    def header(self) -> Location:
        """The line(s) that open it: `resource "aws_s3_bucket" "b"`, the logical id."""

    def extent(self) -> Location:
        """All of it, first to last line."""

    def locate(self, path: Path) -> Location | None:
        """Where the attribute at `path` is written: the deepest written part of it; None if not even its first step is."""


class ModuleCall(msgspec.Struct, frozen=True):
    """One hop of the chain of module calls (or nested stacks) that leads to a resource."""

    address: str
    location: Location
    extent: Location


class Written(msgspec.Struct, frozen=True):
    """The resource of the source that a transform (SAM) made another one of.

    `spellings` maps paths of the made resource to those in the source; what is below them is called the same.
    """

    address: str
    type: str
    spellings: Mapping[Path, Path]

    def path(self, made: Path) -> Path | None:
        """A path of the made resource as the source has it; None where nothing there can set it."""
        for length in range(len(made), 0, -1):
            written = self.spellings.get(made[:length])
            if written is not None:
                return (*written, *made[length:])
        return None

    def label(self, made: str) -> str:
        """A path for people ("Tags[0].Value") as the source has it; as it is where nothing there can set it."""
        for path, written in sorted(self.spellings.items(), key=lambda pair: -len(pair[0])):
            name = ".".join(map(str, path))
            if made == name or made.startswith((f"{name}.", f"{name}[")):
                return ".".join(map(str, written)) + made.removeprefix(name)
        return made


class Resource(msgspec.Struct, frozen=True):
    """One instance of a resource, evaluated.

    `values` are its attributes and blocks. `meta` is what the language says about it beside them: Terraform's
    `lifecycle`, `depends_on`; CloudFormation's `DeletionPolicy`, `UpdateReplacePolicy`, `Metadata`.
    `exists` is an `Unknown` where its `count` or condition cannot be told. `tags` are the effective ones
    (the provider's `default_tags` included); an `Unknown` where not even the keys can be told.
    `settings` are those of its provider configuration (region, features). `sensitive` lists paths of masked values.
    `references` are all resources that any of its expressions names, known or not.
    """

    address: str
    type: str
    name: str
    framework: Framework
    mode: Mode
    provider: str
    values: Mapping[str, Value]
    syntax: Syntax
    meta: Mapping[str, Value] = {}
    exists: bool | Unknown = True
    tags: Mapping[str, Value] | Unknown = {}
    settings: Mapping[str, Value] = {}
    sensitive: tuple[Path, ...] = ()
    references: tuple[Reference, ...] = ()
    calls: tuple[ModuleCall, ...] = ()
    construct: str = ""  # path of the CDK construct, where the template tells
    written: Written | None = None  # what a transform made it from

    @property
    def location(self) -> Location:
        """Where the resource opens."""
        return self.syntax.header()

    def as_written(self) -> Resource:
        """The resource under the address and type that the source gives it."""
        if self.written is None:
            return self
        return msgspec.structs.replace(self, address=self.written.address, type=self.written.type)


class Estate(msgspec.Struct, frozen=True):
    """All that one Terraform root module, template or plan declares, in one possible world.

    `world` says what was assumed ("IsProd is false"); it is empty where nothing had to be. `settle` lists what would tell
    which of the possible worlds is the real one ("set parameter `Env`, declared at app.yaml:3"), `remedies` what would tell
    of a single assumption whether it holds. `neighbours` are resources of other templates that it imports from or exports to: linked with its own, and judged with their own. Their addresses
    begin with the path of their template ("network.yaml:Vpc"), as do those by which they refer to resources of this one.
    Of a plan that is judged by what it changes, they are what it leaves as it is.
    """

    root: str
    framework: Framework
    resources: tuple[Resource, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    world: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()
    remedies: Mapping[str, tuple[str, ...]] = {}
    neighbours: tuple[Resource, ...] = ()


class Model(Enum):
    """Service model under the shared responsibility model."""

    IAAS = "IaaS"
    PAAS = "PaaS"
    SAAS = "SaaS"
    UNCLASSIFIED = "unclassified"


class Kind(Enum):
    """What a resource holds or does for the customer. Glue and evidence belong to another resource."""

    DATA = "data"
    IDENTITY = "identity"
    COMPUTE = "compute"
    NETWORK = "network"
    CONTROL = "control"
    EVIDENCE = "evidence"
    GLUE = "glue"
    UNKNOWN = ""


class State(Enum):
    """What would be lost with it; the backup duty rests on this, not on the service model."""

    PRIMARY = "primary"
    DERIVED = "derived"
    CACHE = "cache"
    LOG = "log-of-record"
    KEYS = "identity-and-keys"
    NONE = "none"


class Service(msgspec.Struct, frozen=True):
    """How a resource is tagged: service ("Amazon S3"), model, what it holds, and the ground for saying so.

    `parent` is the type it is judged with, where it is a part or a setting of another resource.
    """

    name: str
    model: Model
    kind: Kind = Kind.UNKNOWN
    state: State = State.NONE
    ground: str = ""
    parent: str = ""


class Related(Protocol):
    """What only several resources of an estate tell together (see `srm_lint.relate`)."""

    def linked(self, resource: Resource, type: str, via: tuple[str, ...] = ()) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that point at this one. An `Unknown` stands for each that may or may not.

        `via` limits them to those that point by an attribute of one of these names.
        """

    def refers(self, resource: Resource, type: str) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that this one points at."""

    def every(self, type: str) -> tuple[Resource, ...]:
        """All resources of `type` in the estate."""

    def fact(self, resource: Resource, name: str) -> Value:
        """`facts.<name>` of a resource: "iam", "exposure", "backup". Shapes: docs/facts.md."""

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """Why some of the answers so far were unknown that the code does tell."""
