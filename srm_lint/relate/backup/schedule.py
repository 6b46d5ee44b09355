"""How often a schedule runs and how long something is kept, out of what the providers let people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from srm_lint.model.value import Unknown, Value

FOREVER = 36500
"""Days that stand for "never deleted", so that a minimum can be asked of it."""

_UNIT_HOURS = {
    "minute": Decimal(1) / 60,
    "hour": Decimal(1),
    "day": Decimal(24),
    "week": Decimal(168),
    "month": Decimal(744),
    "year": Decimal(8784),
}
_RATE = re.compile(r"rate\(\s*([0-9]+)\s+(minute|hour|day)s?\s*\)")
_CRON = re.compile(r"cron\((.*)\)")
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_ISO_HOURS = (*map(Decimal, (8760, 720, 168, 24, 1)), Decimal(1) / 60, Decimal(1) / 3600)
_GO = re.compile(r"([0-9.]+)(h|ms|m|s)")
_GO_HOURS = {"h": Decimal(1), "m": Decimal(1) / 60, "s": Decimal(1) / 3600, "ms": Decimal(0)}

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_SUNDAY_FIRST = {name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])}
_FIRST_DAY = date(2023, 1, 1)
_DAYS = 731
"""Two years with a leap day's neighbourhood are enough to see the longest gap of any yearly schedule."""


class _NotUnderstoodError(ValueError):
    """A schedule in words this module does not know."""


def gap_hours(schedule: Value) -> Value:
    """Longest time between two runs in hours: what is lost at worst. Takes AWS's cron() and rate(), and plain cron."""
    if not isinstance(schedule, str):
        return schedule if isinstance(schedule, Unknown) else None
    return _gap_hours(schedule.strip())


@lru_cache(maxsize=256)
def _gap_hours(schedule: str) -> int | Decimal | Unknown:
    if rate := _RATE.fullmatch(schedule):
        return _whole(int(rate[1]) * _UNIT_HOURS[rate[2]])
    wrapped = _CRON.fullmatch(schedule)
    fields = (wrapped[1] if wrapped else schedule).split()
    try:
        return _cron_gap(fields, sunday=1 if wrapped else 0)
    except (ValueError, IndexError, KeyError):
        return Unknown(f"the schedule `{schedule}` is not understood")


def duration_hours(text: Value) -> Value:
    """Hours of an ISO duration (P7D), of Google's seconds (604800s) and Go's durations (72h0m0s)."""
    if not isinstance(text, str):
        return text if isinstance(text, Unknown) else None
    if text.startswith("P") and (found := _ISO.fullmatch(text)):
        return _whole(
            sum((int(part) * hours for part, hours in zip(found.groups(), _ISO_HOURS, strict=True) if part), Decimal(0))
        )
    if parts := _GO.findall(text):
        return _whole(sum((Decimal(number) * _GO_HOURS[unit] for number, unit in parts), Decimal(0)))
    return Unknown(f"the duration `{text}` is not understood")


def duration_days(text: Value) -> Value:
    """Days of such a duration."""
    return in_days(duration_hours(text))


def in_days(hours: Value) -> Value:
    """Days of a number of hours; what is no number stays."""
    return _whole(Decimal(hours) / 24) if isinstance(hours, int | Decimal) else hours


def times(count: Value, hours: Value) -> Value:
    """Hours that a number of backups reaches back, with so many between them."""
    for part in (count, hours):
        if isinstance(part, Unknown):
            return part
    if not isinstance(count, int | Decimal) or not isinstance(hours, int | Decimal):
        return None
    return _whole(Decimal(count) * hours)


def interval_hours(number: Value, unit: Value) -> Value:
    """Hours of a number and a unit (12, HOURS)."""
    if isinstance(number, Unknown) or isinstance(unit, Unknown):
        return number if isinstance(number, Unknown) else unit
    if not isinstance(number, int | Decimal) or not isinstance(unit, str):
        return None
    return _whole(number * _UNIT_HOURS.get(unit.lower().removesuffix("s"), Decimal(0)))


def _whole(number: Decimal | int) -> int | Decimal:
    return int(number) if number == int(number) else Decimal(number)


def _cron_gap(fields: list[str], sunday: int) -> int | Decimal:
    """Gap of a cron expression: AWS writes Sunday as 1 and has a year at the end, others write it as 0."""
    minute, hour, day, month, weekday = fields[:5]
    minutes = [m + 60 * h for h in sorted(_numbers(hour, 0, 23)) for m in sorted(_numbers(minute, 0, 59))]
    runs = [
        number * 1440 + m
        for number, current in enumerate(_calendar())
        if _runs_on(current, day, month, weekday, sunday)
        for m in minutes
    ]
    if len(runs) < 2:
        return FOREVER * 24
    return _whole(Decimal(max(later - earlier for earlier, later in pairwise(runs))) / 60)


def _calendar() -> Iterator[date]:
    return (_FIRST_DAY + timedelta(days=number) for number in range(_DAYS))


def _runs_on(current: date, day: str, month: str, weekday: str, sunday: int) -> bool:
    if current.month not in _numbers(month, 1, 12, _MONTHS):
        return False
    by_day, by_weekday = _is_day(current, day), _is_weekday(current, weekday, sunday)
    if day in ("*", "?") or weekday in ("*", "?"):
        return by_day and by_weekday
    return by_day or by_weekday  # plain cron: either suffices where both are written


def _is_day(current: date, field: str) -> bool:
    if field.startswith("L"):
        return (current + timedelta(days=1)).day == 1
    return current.day in _numbers(field.removesuffix("W"), 1, 31)


def _is_weekday(current: date, field: str, sunday: int) -> bool:
    number = (current.weekday() + 1) % 7 + sunday
    names = {name: value + sunday for name, value in _SUNDAY_FIRST.items()}
    name, hash_mark, nth = field.partition("#")
    if hash_mark:
        return number in _numbers(name, sunday, sunday + 6, names) and (current.day - 1) // 7 + 1 == int(nth)
    if field.endswith("L"):
        return (
            number in _numbers(field.removesuffix("L") or "7", sunday, 7, names)
            and (current + timedelta(days=7)).month != current.month
        )
    return number in {value if value < sunday + 7 else sunday for value in _numbers(field, sunday, 7, names)}


def _numbers(field: str, first: int, last: int, names: dict[str, int] | None = None) -> set[int]:
    """Numbers a field of a cron expression means: `*`, `5`, `MON-FRI`, `0/12`, lists of them."""
    found: set[int] = set()
    for part in field.upper().split(","):
        span, slash, step = part.partition("/")
        low, dash, high = span.partition("-")
        start = first if low in ("*", "?") else _number(low, names)
        whole = low in ("*", "?") or slash
        end = _number(high, names) if dash else last if whole else start
        if not first <= start <= end <= last:
            raise _NotUnderstoodError(field)
        found |= set(range(start, end + 1, int(step) if slash else 1))
    return found


def _number(text: str, names: dict[str, int] | None) -> int:
    return names[text] if names and text in names else int(text)
