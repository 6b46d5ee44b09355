"""Where the files of a called module are: a folder of the scanned tree, or where `terraform init` left them."""

from __future__ import annotations

import json
import posixpath

from srm_lint.evaluate.terraform.session import Session

_MANIFEST = ".terraform/modules/modules.json"


def is_local(source: str) -> bool:
    """Whether a module source is a path."""
    return source.startswith(("./", "../")) or source in (".", "..")


def installed_folder(session: Session, names: tuple[str, ...]) -> str | None:
    """The folder, relative to the root module, in which `terraform init` put a module; `names` are its calls' names."""
    content = session.tree.read(posixpath.normpath(posixpath.join(session.root, _MANIFEST)))
    if content is None:
        return None
    try:
        entries = json.loads(content)["Modules"]
        folders = {entry["Key"]: entry["Dir"] for entry in entries}
    except (ValueError, KeyError, TypeError):
        return None
    folder = folders.get(".".join(names))
    return folder if isinstance(folder, str) and not posixpath.isabs(folder) else None
