"""SAM: `AWS::Serverless::*` becomes the resources that the service makes of it, by AWS's own translator.

Importing this package costs 0.4 s, so it is imported for SAM templates alone. The translator works on plain data; what it
made is mapped back to the resource it was made from.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence

import msgspec
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from srm_lint.evaluate.cloudformation.made import Maker
from srm_lint.evaluate.cloudformation.sam.after import REGION, translated
from srm_lint.evaluate.cloudformation.sam.before import MISSING, SERVERLESS, UPLOADED, Change, Plain, plain_template
from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.template import MappingNode
from srm_lint.model.value import Unknown, Value

__all__ = ["MISSING", "UPLOADED", "Failure", "Translated", "translate"]

_MAXIMUM_ATTEMPTS = 40
_FEW_ATTEMPTS = 8
_MANY_RESOURCES = 100  # so many take the translator seconds
_MAXIMUM_EVENTS = 150  # of APIs: the translator's time grows with their square
_API_EVENTS = ("Api", "HttpApi")
_REFUSED = "SAM refuses this: "
_NAMED = re.compile(r"(?:Event|[Rr]esource) with id \[(\w+)\]")
_LACKS = re.compile(r"Missing required property '(\w+)'")
_LACKS_SOME = {
    "Either 'Definition' or 'DefinitionUri'": ("DefinitionUri",),
    "Runtime and Handler needs": ("Handler", "Runtime"),
}
_UNKNOWN_PROPERTY = re.compile(r"property (\w+) not defined for resource")
_UNKNOWN_GLOBAL = re.compile(r"'(\w+)' is not a supported property of '(\w+)'")


class Failure(msgspec.Struct, frozen=True):
    """What is not translated, why, and where: keys below the template's root, () for the template as a whole."""

    path: tuple[str, ...]
    message: str


class Translated(msgspec.Struct, frozen=True):
    """The template as CloudFormation gets it; `makers` tells what its resources were made from, by logical id.

    `left` are the resources that could not be translated and stay as they are.
    """

    root: MappingNode
    makers: Mapping[str, Maker]
    failures: tuple[Failure, ...]
    left: tuple[str, ...] = ()


class _Session:
    """Takes the place of the translator's session with AWS, of which it asks the region alone."""

    region_name = REGION


def translate(root: MappingNode, parameters: Mapping[str, Value]) -> Translated:
    """The template with its SAM resources translated.

    What SAM refuses costs no more than it has to: a property that is missing is unknown, one that is not known is dropped,
    and so is an event that is wrong. A resource that is refused all the same stays as it is.
    """
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # it warns of itself, not of the template
    return _Translation(root, _known(parameters)).result()


class _Translation:
    """Attempts at one template, each without what broke the one before."""

    def __init__(self, root: MappingNode, parameters: dict[str, Plain]) -> None:
        self._root = root
        self._parameters = parameters
        self._declared = _resources(plain_template(root, ()))
        self._serverless = [name for name, resource in self._declared.items() if _is_serverless(resource)]
        self._failures: dict[Failure, None] = {}
        self._changes: list[Change] = []
        self._most_attempts = _FEW_ATTEMPTS if len(self._serverless) > _MANY_RESOURCES else _MAXIMUM_ATTEMPTS
        self._left: set[str] = set()
        self._attempts = 0

    def result(self) -> Translated:
        self._leave_out_surplus()
        while self._attempts < self._most_attempts:
            made = self._attempt(self._left)
            if isinstance(made, dict):
                root, makers = translated(self._root, made)
                return Translated(root, makers, tuple(self._failures), tuple(sorted(self._left)))
            self._failures |= dict.fromkeys(failure for failure in made if failure.message)
            if not self._mend(made):
                break
        return Translated(self._root, {}, tuple(self._failures), tuple(self._serverless))

    def _leave_out_surplus(self) -> None:
        events = [
            ("Resources", name, "Properties", "Events", event)
            for name in self._serverless
            for event, body in _events(self._declared[name]).items()
            if isinstance(body, dict) and body.get("Type") in _API_EVENTS
        ]
        if len(events) > _MAXIMUM_EVENTS:
            message = (
                f"from here on events of APIs are not looked at: there are {len(events)}, more than {_MAXIMUM_EVENTS}"
            )
            self._failures[Failure(events[_MAXIMUM_EVENTS], message)] = None
            self._changes += [Change(event) for event in events[_MAXIMUM_EVENTS:]]

    def _attempt(self, left: set[str]) -> dict[str, Plain] | list[Failure]:
        """The translated template, or what keeps it from being translated."""
        self._attempts += 1
        template = plain_template(self._root, tuple(self._changes))
        kept = _take_out(template, left)
        if not any(_is_serverless(resource) for resource in _resources(template).values()):
            return {**template, "Resources": {**_resources(template), **kept}}
        translator = Translator({}, Parser(), boto_session=_Session())
        try:
            made = translator.translate(template, self._parameters)
        except InvalidDocumentException as error:
            return [self._failure(f"{_REFUSED}{cause.message}") for cause in error.causes]
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            return [Failure((), f"{_REFUSED}the translator failed: {type(error).__name__}: {error}")]
        finally:
            translator.metrics.publish()  # to nobody; unpublished metrics are complained about
        return {**made, "Resources": {**made.get("Resources", {}), **kept}}

    def _failure(self, message: str) -> Failure:
        """Where it is: a resource, one of its events (which the message calls by what would be made of it), a global."""
        if shared := _UNKNOWN_GLOBAL.search(message):
            return Failure(("Globals", shared[2], shared[1]), message)
        names = _NAMED.findall(message)
        for name in names:
            makers = [key for key in self._declared if name.startswith(key)]
            if makers:
                maker = max(makers, key=len)
                inner = {*names, name.removeprefix(maker)}
                event = next((event for event in _events(self._declared[maker]) if event in inner), None)
                below = ("Properties", "Events", event) if event is not None else ()
                return Failure(("Resources", maker, *below), message)
        return Failure((), message)

    def _mend(self, failures: Sequence[Failure]) -> bool:
        """Prepare the next attempt; whether there is anything left to try."""
        before = (len(self._changes), len(self._left))
        for failure in failures:
            fresh = [change for change in _changes(failure) if change not in self._changes]
            if fresh:
                self._changes += fresh
            elif failure.path[:1] == ("Resources",):
                self._left.add(failure.path[1])
        if before == (len(self._changes), len(self._left)):
            self._leave_out_culprits([failure for failure in failures if not failure.path])
        return before != (len(self._changes), len(self._left))

    def _leave_out_culprits(self, unplaced: Sequence[Failure]) -> None:
        """Find the resources without which the rest can be translated: they are where failures that name no place are."""
        culprits = set(self._serverless) - self._tolerated(self._serverless, set())
        found = [name for name in self._serverless if name in culprits - self._left]
        self._left = culprits
        if len(culprits) < len(self._serverless):
            for failure in unplaced:
                del self._failures[failure]
                self._failures |= {Failure(("Resources", name), failure.message): None for name in found}

    def _tolerated(self, names: Sequence[str], others: set[str]) -> set[str]:
        """Those of `names` that can be translated together with `others`, found by halves."""
        if self._attempts >= self._most_attempts:
            return set()
        if isinstance(self._attempt(set(self._serverless) - others - set(names)), dict):
            return set(names)
        if len(names) == 1:
            return set()
        first = self._tolerated(names[: len(names) // 2], others)
        return first | self._tolerated(names[len(names) // 2 :], others | first)


def _changes(failure: Failure) -> tuple[Change, ...]:
    """What lets the rest be translated: () where nothing but leaving the resource alone does."""
    path = failure.path
    if path[:1] == ("Globals",) or len(path) > 2:
        return (Change(path),)
    if found := _UNKNOWN_PROPERTY.search(failure.message):
        return (Change((*path, "Properties", found[1])),)
    if found := _LACKS.search(failure.message):
        return (_unknown(path, found[1]),)
    for words, names in _LACKS_SOME.items():
        if words in failure.message:
            return tuple(_unknown(path, name) for name in names)
    return ()


def _unknown(path: tuple[str, ...], name: str) -> Change:
    value: Plain = {"Ref": MISSING}
    return Change((*path, "Properties", name), {"Bucket": value, "Key": value} if name.endswith("Uri") else value)


def _resources(template: Mapping[str, Plain]) -> dict[str, Plain]:
    resources = template.get("Resources")
    return resources if isinstance(resources, dict) else {}


def _is_serverless(resource: Plain) -> bool:
    return isinstance(resource, dict) and str(resource.get("Type")).startswith(SERVERLESS)


def _events(resource: Plain) -> dict[str, Plain]:
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    events = properties.get("Events") if isinstance(properties, dict) else None
    return events if isinstance(events, dict) else {}


def _take_out(template: dict[str, Plain], names: set[str]) -> dict[str, Plain]:
    """What the translator is not to see: resources that it refuses, and what is no resource."""
    resources = template.get("Resources")
    if not isinstance(resources, dict):
        return {}
    odd = [name for name, resource in resources.items() if not _is_resource(resource)]
    return {name: resources.pop(name) for name in (*names, *odd) if name in resources}


def _is_resource(resource: Plain) -> bool:
    return isinstance(resource, dict) and isinstance(resource.get("Type"), str)


def _known(parameters: Mapping[str, Value]) -> dict[str, Plain]:
    return {name: text(value) for name, value in parameters.items() if not isinstance(value, Unknown)}
