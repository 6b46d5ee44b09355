"""What makes two findings of different runs the same."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

import msgspec

from srm_lint.model.finding import Finding, Verdict


class Identity(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """Rule, place without lines, and a hash of the judged values.

    `file` is where the resource is written and `root` the folder of the root module (or template) that brings it
    about; both are relative to a base.
    """

    rule: str
    verdict: Verdict
    file: str
    root: str
    address: str
    judged: str


def identity_of(finding: Finding, base: str) -> Identity:
    """A finding's identity, its paths relative to the folder `base`."""
    subject = finding.subject
    file = relative(subject.location.file, base)
    caller = relative(subject.calls[0].file, base) if subject.calls else file
    root = posixpath.dirname(caller) or "."
    return Identity(finding.rule, finding.verdict, file, root, subject.address, finding.judged)


def relative(path: str, base: str) -> str:
    """A path as it is seen from `base`, in POSIX form."""
    return os.path.relpath(Path(path).resolve(), Path(base).resolve()).replace(os.sep, "/")
