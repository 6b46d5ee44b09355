"""Schedules and durations as numbers."""

import pytest

from srm_lint.model.value import Unknown
from srm_lint.relate.backup.schedule import FOREVER, duration_days, gap_hours


@pytest.mark.parametrize(
    ("schedule", "hours"),
    [
        ("cron(0 5 ? * * *)", 24),
        ("cron(0 12 ? * MON-FRI *)", 72),
        ("cron(0 0/6 * * ? *)", 6),
        ("cron(15 3,15 * * ? *)", 12),
        ("cron(0 5 ? * 1 *)", 168),
        ("cron(0 1 1 * ? *)", 744),
        ("cron(0 5 L * ? *)", 744),
        ("cron(0 5 ? * SUN#1 *)", 840),
        ("rate(12 hours)", 12),
        ("rate(1 day)", 24),
        ("0 2 * * *", 24),
        ("0 2 * * 0", 168),
        ("0 2 * * 7", 168),
        ("0 2 30 2 *", FOREVER * 24),
        (None, None),
    ],
)
def test_longest_gap(schedule, hours):
    assert gap_hours(schedule) == hours


@pytest.mark.parametrize("schedule", ["every day", "cron(0 25 * * ? *)", ""])
def test_a_schedule_that_is_not_understood_is_unknown(schedule):
    assert isinstance(gap_hours(schedule), Unknown)


@pytest.mark.parametrize(("text", "days"), [("P7D", 7), ("P1Y", 365), ("P2W", 14), ("604800s", 7), ("72h0m0s", 3)])
def test_durations(text, days):
    assert duration_days(text) == days


def test_a_duration_that_is_not_understood_is_unknown():
    assert isinstance(duration_days("a week"), Unknown)
