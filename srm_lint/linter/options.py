"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec


class Options(msgspec.Struct, frozen=True):
    """Options of a run, as the command line or another program gives them.

    `variables` are Terraform's, written `name=value`; so is `environment`, which holds where nothing else says a value.
    `only_changed`: of what `plans` lead to, only what they change is judged. `today` is an ISO date: what expires is judged by it.
    `for_ledger` collects what the ledger needs beside the findings: passes with their code, what was looked at, and how
    stores are backed up. `jobs` is the number of processes; 0 leaves it to the size of the input. `progress` is told each unit's path.
    `heed_ignores`: comments and metadata that ask for findings to be ignored count. `baseline` is the path of one.
    `unsaved` has the texts of files, by path, that an editor has not saved: they count instead of what the disk has.
    """

    today: str
    var_files: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    cfn_parameters: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    only_changed: bool = False
    rule_folders: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    strict: bool = False
    keep_passes: bool = False
    for_ledger: bool = False
    jobs: int = 0
    heed_ignores: bool = True
    baseline: str = ""
    use_config: bool = True
    use_cache: bool = True
    unsaved: Mapping[str, bytes] = {}
    progress: Callable[[str], None] | None = None
