"""Which of the backups that the program made by itself stay: the last seven days', one a week up to thirty days.

Only days count, and only those that the other backups bear out. A laptop's clock may jump by years, and a backup that
was deleted because of it does not come back; docs/decisions/0015-backups.md says why these rules are what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

EVERY_DAY = 7
"""Each day's backup stays for so many days."""

LONGEST = 30
"""No backup that the program made stays for more days, but the newest."""


def outdated(days: Sequence[date], today: date) -> set[int]:
    """Which backups go, as places in `days`: the local days on which they were made, in the order of making.

    The last one never goes.
    """
    settled = _settled(days, today)
    now = _believed(settled, today)
    gone: set[int] = set()
    newest_of_week: dict[int, int] = {}
    for place, day in enumerate(settled[:-1]):
        age = (now - day).days
        if age > LONGEST:
            gone.add(place)
        elif age >= EVERY_DAY:
            week = (day.toordinal() - 1) // 7
            if week in newest_of_week:
                gone.add(newest_of_week[week])
            newest_of_week[week] = place
    return gone


def _settled(days: Sequence[date], today: date) -> list[date]:
    """The days as they must have been, since each backup was made after the one before it and none after today.

    The longest run of days that do not go back, up to today, is believed. A day outside it was read from a clock that
    had jumped; such a backup counts as if made with the next believed one, so that it looks younger and never older.
    """
    line = [*days, today]
    length, before = [1] * len(line), [-1] * len(line)
    for place, day in enumerate(line):
        for earlier in range(place):
            if line[earlier] <= day and length[earlier] + 1 > length[place]:
                length[place], before[place] = length[earlier] + 1, earlier
    believed = set()
    place = len(line) - 1
    while place >= 0:
        believed.add(place)
        place = before[place]
    following = today
    for place in range(len(line) - 1, -1, -1):
        following = line[place] = line[place] if place in believed else following
    return line[:-1]


def _believed(settled: Sequence[date], today: date) -> date:
    """The day that ages are counted to: today, or the backup's before when the clock leapt by more than 30 days.

    Whether the laptop lay in a drawer or its clock jumped cannot be told on the first day; a backup of a second day
    bears the new time out.
    """
    earlier = [day for day in settled if day < today]
    if earlier and today - earlier[-1] > timedelta(days=LONGEST):
        return earlier[-1]
    return today
