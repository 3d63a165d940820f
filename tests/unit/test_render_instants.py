"""Times for people."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cs_cli.domain.language import speak
from cs_cli.render.instants import day, duration, instant

AT = datetime(2026, 3, 2, 1, 14, 5, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_an_instant_is_shown_in_the_zone_of_the_desk():
    assert instant(AT, SHANGHAI, "en") == "2026-03-02 09:14 Mon"
    assert instant(AT, SHANGHAI, "zh") == "2026-03-02 09:14 周一"
    assert instant(AT, ZoneInfo("America/New_York"), "en") == "2026-03-01 20:14 Sun"
    assert instant(AT, SHANGHAI, "en", seconds=True) == "2026-03-02 09:14:05 Mon"


def test_a_day_names_its_weekday():
    assert day(date(2026, 3, 1), "zh") == "2026-03-01 周日"
    assert day(date(2026, 3, 6), "en") == "2026-03-06 Fri"


@pytest.fixture
def _chinese():
    speak("zh")
    yield
    speak("en")


@pytest.mark.usefixtures("_chinese")
def test_the_language_of_the_run_is_used_when_none_is_given():
    assert instant(AT, SHANGHAI).endswith("周一")
    assert duration(60) == "1分"


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0, "0s", "0秒"),
        (45.9, "45s", "45秒"),
        (60, "1m", "1分"),
        (129, "2m 09s", "2分09秒"),
        (3600, "1h", "1小时"),
        (3900, "1h 05m", "1小时05分"),
        (3959, "1h 05m", "1小时05分"),
        (86400, "1d", "1天"),
        (3 * 86400 + 2 * 3600 + 59 * 60, "3d 2h", "3天2小时"),
        (-3900, "-1h 05m", "-1小时05分"),
        (-0.5, "0s", "0秒"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds, en, zh):
    assert duration(seconds, "en") == en
    assert duration(seconds, "zh") == zh
