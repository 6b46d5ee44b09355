"""`srm-lint cache clear`: remove what was kept between runs."""

from __future__ import annotations

import click


@click.group("cache", short_help="Look after what is kept between runs.")
def command() -> None:
    """Look after what is kept between runs: results, compiled rules, the catalogue."""


@command.command("clear")
def clear() -> None:
    """Remove everything that was kept; the next run is only slower."""
    from srm_lint.linter.cache import clear

    removed = clear()
    click.echo(f"{removed} file{'' if removed == 1 else 's'} removed", err=True)
