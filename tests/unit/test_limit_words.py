"""Limits said in Chinese are the same limits."""

import pytest
from given import PACKS, policy

from cs_cli.domain.limit import Limit
from cs_cli.domain.limit_words import said


@pytest.mark.parametrize(
    ("limit", "chinese"),
    [
        ("7 calendar days", "7个自然日"), ("0 minutes", "0分钟"), ("48 hours", "48小时"),
        ("1 working day", "1个工作日"), ("3 working days same time", "3个工作日同一时间"),
        ("30 business minutes", "30个工作分钟"), ("2 business hours", "2个工作小时"),
        ("3 calendar days before", "3个自然日前"), ("5 days", "5天"), ("4h", "4小时"),
        ("1 calendar month", "1个月"), ("3 calendar days at 18:00", "3个自然日 18:00"),
        ("same day", "当天"), ("at 18:00", "当天18:00"), ("same day close", "当天下班前"),
        ("end of shift", "本班内"),
        ("end of quarter", "季度末"), ("day 27 of month", "每月27日"), ("none", "无期限"),
        ("2个工作日", "2个工作日"), ("20 seconds", "20秒"),
    ],
)  # fmt: skip
def test_a_limit_said_in_chinese_is_read_back_as_the_same(limit, chinese):
    parsed = Limit.parse(limit)
    assert said(parsed, "zh") == chinese
    assert Limit.parse(chinese) == parsed
    assert said(parsed, "en") == limit


def test_every_limit_of_the_packs_is_said_in_chinese():
    rows = [row for pack in PACKS for same in policy(pack).rows.deadlines.values() for row in same]
    limits = {str(row.limit): row.limit for row in rows if row.limit is not None}
    assert len(limits) > 20
    for limit in limits.values():
        words = said(limit, "zh")
        assert Limit.parse(words) == limit
        assert not any("a" <= letter <= "z" for letter in words), words
