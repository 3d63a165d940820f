"""Public holidays and make-up days of China, from a library that is kept up to date.

The library's tables take 3 ms to load, so a desk keeps what they say.
"""

import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.machinery import PathFinder

from cs_cli.domain.calendar import PublishedYear
from cs_cli.store.parsed import Parsed
from cs_cli.store.walk import sign

_LIBRARY = "chinese_calendar"
_SATURDAY = 5


@cache
def published_years() -> Mapping[int, PublishedYear]:
    """Give the holidays and the weekend working days (调休) of every year that is published."""
    # Deferred: a desk that keeps them does without.
    from chinese_calendar import constants

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


def kept_years(parsed: Parsed) -> Mapping[int, PublishedYear]:
    """Give the same as a desk keeps it, for as long as the library's file stays as it is."""
    if _LIBRARY in sys.modules:
        return published_years()
    version = repr(_signature()).encode()
    try:
        return {int(year): _read(held) for year, held in parsed.get(_LIBRARY, version).items()}
    except (AttributeError, TypeError, ValueError):
        # Not kept yet, or not by us.
        years = published_years()
    parsed.put(_LIBRARY, version, {str(number): _told(year) for number, year in years.items()})
    return years


def _read(held: list[list[str]]) -> PublishedYear:
    holidays, workdays = (frozenset(map(date.fromisoformat, days)) for days in held)
    return PublishedYear(holidays, workdays)


def _told(year: PublishedYear) -> list[list[str]]:
    return [sorted(map(str, days)) for days in (year.holidays, year.workdays)]


def _signature() -> list[str | int]:
    found = PathFinder.find_spec(_LIBRARY)
    return sign(str(found.origin).replace("__init__", "constants")) if found else []
