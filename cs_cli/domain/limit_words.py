"""A limit said in Chinese, in words that are read back as the same limit.

Packs write their limits in English; whoever works in Chinese reads ``7 calendar days`` as
``7个自然日``. What was typed in Chinese stays as it was typed.
"""

import re

from cs_cli.domain.language import Language, spoken
from cs_cli.domain.limit import Limit

# From the longest words to the shortest; each takes the number before it.
_COUNTED = (
    (r"(?:working|business) days? same time", "个工作日同一时间"),
    (r"(?:working days?|business days?|wd)", "个工作日"),
    (r"calendar days?", "个自然日"),
    (r"calendar months?", "个月"),
    (r"business hours?", "个工作小时"),
    (r"business minutes?", "个工作分钟"),
    (r"business seconds?", "个工作秒"),
    (r"(?:days?|d)", "天"),
    (r"(?:hours?|hrs?|h)", "小时"),
    (r"(?:minutes?|mins?|m)", "分钟"),
    (r"(?:seconds?|secs?|s)", "秒"),
)
_WORDS = {
    "none": "无期限", "same day close": "当天下班前", "same day": "当天", "end of shift": "本班内",
    "end of week": "本周内", "end of month": "月底", "end of quarter": "季度末",
    "end of year": "年底",
}  # fmt: skip
_FORMS = (
    *((re.compile(rf"([0-9]+) ?{word}(?= |$)"), rf"\g<1>{zh}") for word, zh in _COUNTED),
    (re.compile(r"day ([0-9]+) of (?:the )?month"), r"每月\1日"),
    (re.compile(r" before$"), "前"),
    (re.compile(r"^at (?=[0-9])"), "当天"),
    (re.compile(r"(?<=[^a-z ]) at (?=[0-9])"), " "),
)


def said(limit: Limit, language: Language | None = None) -> str:
    """Give a limit in a language, the one spoken if none is named."""
    text = str(limit)
    if (language or spoken()) == "en":
        return text
    for form, words in _FORMS:
        text = form.sub(words, text)
    return _WORDS.get(text, text)
