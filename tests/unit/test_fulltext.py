"""Texts are found in any case, width and spacing, and no file that has one is passed over."""

import json
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain import fulltext
from cs_cli.domain.fulltext import Sought, folded

FOUND = [
    ("电", "东门电梯停了"), ("梯停", "东门电梯停了"), ("LIFT", "the lift"), ("lift", "ＬＩＦＴ"),
    ("ｌｉｆｔ", "Lift stopped"), ("株式", "㍿"), ("ガス", "ｶﾞｽ"), ("é", "cafe\u0301"),
    ("straße", "STRASSE"), ("fi", "ﬁre"), ("12", "⑫"), ("電", "\uf9b8電"), ("⽔", "水"),
    ("door hangs", "the door\n  hangs"), ("（a）", "(A)"), ("a.c", "xa.cx"), ("[", "a[0]"),
    ("13812345678", "138 1234 5678"), ("13812345678", "138-1234-5678"),
    ("13812345678", "（138）1234－5678"), ("138 1234 5678", "13812345678"),
    ("+86 138 1234 5678", "+86 13812345678"), ("5678", "138-1234-5678"), ("45678", "1-23 45 678"),
    ("2026-03-02", "on 2026-03-02"), ("t-260302-7k", "T-260302-7KFQM"), ("٣", "٣"),
]  # fmt: skip
NOT_FOUND = [
    ("a.c", "abc"), (".*", "abc"), ("电梯", "电 梯"), ("lift", "lif"), ("door hangs", "doorhangs"),
    ("1234", "12 34"), ("13812345678", "138\n12345678"), ("e", "é"), ("水", "冰"), ("a|b", "a"),
    ("12345", "12a345"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where"), FOUND)
def test_it_is_found(text, where):
    sought = Sought(text)
    assert sought.is_in(where)
    assert sought.may_be_in(where.encode(), where.encode().lower())
    (span, *_more) = sought.spans(where)
    assert 0 <= span[0] < span[1] <= len(where)
    assert sought.is_in(where[slice(*span)])


@pytest.mark.parametrize(("text", "where"), NOT_FOUND)
def test_it_is_not_found(text, where):
    assert not Sought(text).is_in(where)
    assert Sought(text).spans(where) == []


def test_where_it_stands_is_told_in_the_text_as_it_is_written():
    where = "㍿ ＬＩＦＴ ﬁre é 138 1234 5678"
    assert [where[slice(*s)] for t in ("lift", "ire", "5678") for s in Sought(t).spans(where)] == [
        "ＬＩＦＴ", "ﬁre", "5678",
    ]  # fmt: skip


def test_a_file_without_it_is_passed_over_unread():
    raw = "title: 电梯停了，请派人。\nphone: 139 0000 1234\n".encode()
    for text in ("水管", "lift", "13812345678", "note to", "2027"):
        assert not Sought(text).may_be_in(raw, raw.lower()), text


def test_every_character_that_folds_to_another_is_where_it_is_looked_for():
    """In the Unicode of this Python; those beyond the basic plane count all alike."""
    searched = {code for codes in fulltext._FOLDING for code in codes}
    plain = {*"abcdefghijklmnopqrstuvwxyz0123456789", *map(chr, range(0x3400, 0xA000))}
    odd = {
        code
        for code in range(0x80, 0x10000)
        if chr(code) not in plain and not plain.isdisjoint(fulltext._becoming(chr(code)))
    }
    assert odd
    assert odd <= searched
    # Those looked for at once stand for nothing but themselves and their capitals.
    assert all(folded(one) == one == normalize("NFKD", one) for one in plain)


LETTERS = st.sampled_from(
    [
        *"aAbBeEfFiIkKlsStTzZ012345678 \n-().é",
        *"电梯水株式会社車，。",
        *"ａＡ１－（\u3000ﬁ㍿①⑫½車⽔ſK\u0301ß𝐚ｶﾞ",
    ]
)
TEXTS = st.text(LETTERS, max_size=30)


def naive(text: str) -> str:
    return normalize("NFKC", normalize("NFKC", text).casefold())


@given(text=TEXTS, where=TEXTS, at=st.integers(0, 30), size=st.integers(1, 6))
def test_no_file_that_has_it_is_passed_over(text, where, at, size):
    part = naive(where)[at : at + size] or text
    for one in (text, part):
        sought = Sought(one)
        if not sought.text:
            continue
        raw = where.encode()
        found = sought.is_in(where)
        assert found or " ".join(naive(one).split()) not in " ".join(naive(where).split())
        assert not found or sought.may_be_in(raw, raw.lower())
        escaped = json.dumps(where).encode()  # as YAML has it in double quotes
        assert not found or sought.may_be_in(escaped, escaped.lower())
        assert bool(sought.spans(where)) == found
