"""Public holidays and make-up days of China, from a library that is kept up to date.

Import this module only where deadlines are computed: the library's tables cost 8 ms.
"""

from collections.abc import Mapping
from functools import cache

from chinese_calendar import constants

from cs_cli.domain.calendar import PublishedYear

_SATURDAY = 5


@cache
def published_years() -> Mapping[int, PublishedYear]:
    """Give the holidays and the weekend working days (调休) of every year that is published."""
    years = {day.year for day in constants.holidays}
    return {
        year: PublishedYear(
            holidays=frozenset(day for day in constants.holidays if day.year == year),
            workdays=frozenset(
                day for day in constants.workdays if day.year == year and day.weekday() >= _SATURDAY
            ),
        )
        for year in sorted(years)
    }
