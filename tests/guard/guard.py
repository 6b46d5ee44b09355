"""What the linter must never do, refused by an audit hook of the interpreter: no library gets around it.

Connections, programs other than those that are named, code out of the scanned tree, files written outside of `writable`.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CONNECTIONS = frozenset(
    ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
)
_PROGRAMS = frozenset(("os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.spawn"))
_CHANGES = frozenset(
    ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate")
)
_LOOPBACK = ("127.0.0.1", "::1")
_ALWAYS_WRITABLE = (os.devnull, "/proc/self", "/dev/shm")  # noqa: S108 - semaphores of worker processes


class Blocked(BaseException):
    """No Exception, so that nothing under test takes it for a failure that it knows how to handle."""


class Rules(NamedTuple):
    """What is allowed: programs by name, folders to write below (None: any), folders whose code must not run."""

    programs: frozenset[str] = frozenset()
    writable: tuple[str, ...] | None = None
    inert: tuple[str, ...] = ()


class Guard:
    """An audit hook stays for the life of a process; this one does nothing while there are no `rules`."""

    def __init__(self) -> None:
        self.rules: Rules | None = None
        sys.addaudithook(self._seen)

    def _seen(self, event: str, arguments: tuple) -> None:
        rules = self.rules
        if rules is None:
            return
        if event in _CONNECTIONS:
            _refuse_connection(event, arguments)
        elif event in _PROGRAMS:
            raise Blocked(f"{event}: {arguments}")
        elif event == "subprocess.Popen":
            _refuse_program(arguments, rules.programs)
        elif event == "exec":
            _refuse_code(arguments[0], rules.inert)
        elif rules.writable is not None:
            _refuse_write(event, arguments, rules.writable)


def _refuse_connection(event: str, arguments: tuple) -> None:
    if isinstance(arguments[0], socket.socket) and arguments[0].family == socket.AF_UNIX:
        return  # between our own processes
    if event == "socket.bind" and arguments[1][0] in _LOOPBACK:
        return  # urllib3, which the SAM translator brings, tries so whether the machine knows IPv6
    raise Blocked(f"{event}: {arguments}")


def _refuse_program(arguments: tuple, programs: frozenset[str]) -> None:
    name = Path(os.fsdecode(arguments[0] or arguments[1][0])).name
    if name not in programs:
        raise Blocked(f"program {name}: {arguments[1]}")


def _refuse_code(code: object, inert: tuple[str, ...]) -> None:
    file = getattr(code, "co_filename", "")
    if Path(file).is_absolute() and _lies_below(file, inert):
        raise Blocked(f"code out of the scanned tree: {file}")


def _refuse_write(event: str, arguments: tuple, writable: tuple[str, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        changed = [path] if isinstance(flags, int) and flags & _WRITING else []
    else:
        changed = [path for path in arguments if isinstance(path, str | bytes)] if event in _CHANGES else []
    for path in changed:
        if isinstance(path, str | bytes | os.PathLike) and not _lies_below(path, (*writable, *_ALWAYS_WRITABLE)):
            raise Blocked(f"{event}: writes {os.fsdecode(path)}")


def _lies_below(path: str | bytes | os.PathLike, folders: Iterable[str]) -> bool:
    place = os.path.realpath(os.fsdecode(path))
    return any(place == folder or place.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def from_environment(get: Callable[[str], str | None]) -> Rules:
    """The rules of a process that a test starts: lists of names and folders, divided as in PATH."""
    writable = get("GUARD_WRITABLE")
    return Rules(
        programs=frozenset((get("GUARD_PROGRAMS") or "git").split(os.pathsep)),
        writable=None if writable is None else tuple(map(os.path.realpath, writable.split(os.pathsep))),
        inert=tuple(map(os.path.realpath, filter(None, (get("GUARD_INERT") or "").split(os.pathsep)))),
    )


def kill_at(number: int) -> None:
    """Kill this process when it is about to open a file to write, or to put one in place, for the so-manieth time."""
    left = number

    def count(event: str, arguments: tuple) -> None:
        nonlocal left
        opens = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if (opens and not isinstance(arguments[0], int)) or event == "os.rename":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
