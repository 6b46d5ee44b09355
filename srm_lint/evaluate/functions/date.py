"""Dates and durations. The time of the run is unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import msgspec

from srm_lint.evaluate.functions.signature import Function, FunctionError, NotWorkedOutError, of_text
from srm_lint.evaluate.typed import NUMBER, STRING, RuntimeValue

_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_LENIENT = re.compile(r"(\d{4}-\d\d-\d\dT)(\d?\d)(:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)", re.ASCII)
_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "\u00b5s": 10**3,
    "\u03bcs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_DURATION_PART = re.compile("([0-9]*)(?:\\.([0-9]*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)")
_LONGEST = (1 << 63) - 1
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FORMAT_TOKEN = re.compile(r"''|'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+")


class Moment(msgspec.Struct, frozen=True):
    """A timestamp: local time to the second, nanoseconds beyond it, and the offset of its zone in minutes."""

    local: datetime
    nanoseconds: int
    offset: int


def _moment(text: str, *, lenient: bool = False) -> Moment:
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise FunctionError(f"not a valid RFC3339 timestamp: {text!r}")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    sign, zone_hour, zone_minute = match[8], int(match[9] or 0), int(match[10] or 0)
    try:
        local = datetime(year or 4, month, day, hour, minute, second)  # noqa: DTZ001 - the offset is kept beside it
    except ValueError as error:
        raise FunctionError(f"not a valid RFC3339 timestamp: {text!r}") from error
    if zone_hour > 23 + lenient or zone_minute > 59 + lenient:
        raise FunctionError(f"not a valid RFC3339 timestamp: {text!r}")
    offset = (zone_hour * 60 + zone_minute) * (-1 if sign == "-" else 1)
    return Moment(local, int((match[7] or "")[:9].ljust(9, "0")), offset)


def _in_year_zero(text: str) -> bool:
    return text.startswith("0000")


def _timeadd(timestamp: str, duration: str) -> RuntimeValue:
    moment = _moment(timestamp)
    carried, _ = divmod(moment.nanoseconds + _nanoseconds(duration), 10**9)
    if _in_year_zero(timestamp):
        raise NotWorkedOutError("the date lies outside the years 1 to 9999")
    try:
        local = moment.local + timedelta(seconds=carried)
    except OverflowError as error:
        raise NotWorkedOutError("the date lies outside the years 1 to 9999") from error
    return f"{local:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + _zone(moment.offset, ":", "Z")


def _timecmp(left: str, right: str) -> RuntimeValue:
    a, b = (_instant(text) for text in (left, right))
    return (a > b) - (a < b)


def _instant(text: str) -> tuple[datetime, int]:
    """Time in UTC. Terraform reads it less strictly here than elsewhere: "T1:00:00,5+24:00" passes."""
    match = _LENIENT.fullmatch(text)
    if match is not None:
        fraction = f".{match[4]}" if match[4] else ""
        text = f"{match[1]}{match[2]:0>2}{match[3]}{fraction}{match[5]}"
    moment = _moment(text, lenient=True)
    try:
        return moment.local - timedelta(minutes=moment.offset), moment.nanoseconds
    except OverflowError as error:
        raise NotWorkedOutError("the date lies outside the years 1 to 9999") from error


def _nanoseconds(duration: str) -> int:
    """A duration such as "-1h30m" or "1.5s"; a unit is needed but for zero."""
    unsigned = duration[1:] if duration[:1] in ("+", "-") else duration
    if unsigned == "0":
        return 0
    total = position = 0
    while position < len(unsigned):
        match = _DURATION_PART.match(unsigned, position)
        if match is None or not (match[1] or match[2]):
            raise FunctionError(f"invalid duration {duration!r}")
        whole, fraction, unit = match[1] or "0", match[2] or "", _NANOSECONDS[match[3]]
        if len(whole) > 20 or len(fraction) > 100:
            raise FunctionError(f"invalid duration {duration!r}")
        total += int(whole) * unit + int(fraction or 0) * unit // 10 ** len(fraction)
        position = match.end()
    if not unsigned or total > _LONGEST:
        raise FunctionError(f"invalid duration {duration!r}")
    return -total if duration.startswith("-") else total


def _formatdate(layout: str, timestamp: str) -> RuntimeValue:
    moment = _moment(timestamp)
    if _in_year_zero(timestamp):
        raise NotWorkedOutError("the date lies outside the years 1 to 9999")
    return "".join(_formatted(match[0], moment) for match in _FORMAT_TOKEN.finditer(layout))


def _formatted(token: str, moment: Moment) -> str:
    if token == "''":
        return "'"
    if token.startswith("'"):
        if len(token) == 1 or not token.endswith("'") or token.count("'") % 2:
            raise FunctionError("unterminated literal '")
        return token[1:-1].replace("''", "'")
    if not token[0].isascii() or not token[0].isalpha():
        return token
    form = _VERBS.get(token)
    if form is None:
        raise FunctionError(f"invalid date format verb {token!r}")
    return form(moment)


def _number(field: Callable[[datetime], int], width: int, moment: Moment) -> str:
    return f"{field(moment.local):0{width}d}"


def _name(names: tuple[str, ...], index: Callable[[datetime], int], length: int | None, moment: Moment) -> str:
    return names[index(moment.local)][:length]


def _half(halves: tuple[str, str], moment: Moment) -> str:
    return halves[moment.local.hour // 12]


def _zone_of(separator: str, zero: str | None, moment: Moment) -> str:
    return _zone(moment.offset, separator, zero)


def _zone(offset: int, separator: str, zero: str | None) -> str:
    if offset == 0 and zero is not None:
        return zero
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}{separator}{minutes:02d}"


def _year(time: datetime) -> int:
    return time.year


def _short_year(time: datetime) -> int:
    return time.year % 100


def _month(time: datetime) -> int:
    return time.month


def _month_index(time: datetime) -> int:
    return time.month - 1


def _day(time: datetime) -> int:
    return time.day


def _hour(time: datetime) -> int:
    return time.hour


def _twelve_hour(time: datetime) -> int:
    return time.hour % 12 or 12


def _minute(time: datetime) -> int:
    return time.minute


def _second(time: datetime) -> int:
    return time.second


_VERBS: dict[str, Callable[[Moment], str]] = {
    "YY": partial(_number, _short_year, 2),
    "YYYY": partial(_number, _year, 4),
    "M": partial(_number, _month, 1),
    "MM": partial(_number, _month, 2),
    "MMM": partial(_name, _MONTHS, _month_index, 3),
    "MMMM": partial(_name, _MONTHS, _month_index, None),
    "D": partial(_number, _day, 1),
    "DD": partial(_number, _day, 2),
    "EEE": partial(_name, _WEEKDAYS, datetime.weekday, 3),
    "EEEE": partial(_name, _WEEKDAYS, datetime.weekday, None),
    "h": partial(_number, _hour, 1),
    "hh": partial(_number, _hour, 2),
    "H": partial(_number, _twelve_hour, 1),
    "HH": partial(_number, _twelve_hour, 2),
    "AA": partial(_half, ("AM", "PM")),
    "aa": partial(_half, ("am", "pm")),
    "m": partial(_number, _minute, 1),
    "mm": partial(_number, _minute, 2),
    "s": partial(_number, _second, 1),
    "ss": partial(_number, _second, 2),
    "Z": partial(_zone_of, ":", "Z"),
    "ZZZ": partial(_zone_of, "", "UTC"),
    "ZZZZ": partial(_zone_of, "", None),
    "ZZZZZ": partial(_zone_of, ":", None),
}


def _now(name: str) -> RuntimeValue:
    raise NotWorkedOutError(f"{name}() is the time of the run")


FUNCTIONS = {
    "formatdate": of_text(_formatdate, 2),
    "plantimestamp": Function(partial(_now, "plantimestamp"), result=STRING),
    "timeadd": of_text(_timeadd, 2),
    "timecmp": of_text(_timecmp, 2, NUMBER),
    "timestamp": Function(partial(_now, "timestamp"), result=STRING),
}
