"""Texts that people change at once come to the same lines, whoever meets whom first."""

import random
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.domain.merge_text import clashes, merged

BASE = "It hums,\nthen stops.\n\nNobody knows why.\nShe calls again.\n\nAt noon.\n"
CLONES = 5
step = st.tuples(
    st.integers(0, CLONES - 1),
    st.sampled_from(["put in", "put in", "paragraph", "take away", "write over", "blank", "same"]),
    st.integers(0, 12),
)


def changed(text: str, number: int, what: str, at: int) -> str:
    """Change a text as somebody with an editor does; what is written is written once."""
    lines = text.splitlines(keepends=True)
    at = min(at, len(lines) - 1) if lines else 0
    new = {
        "put in": [f"{number % 7} line {number}\n"],
        "paragraph": ["\n", f"{number % 5} line {number}\n", f"{number % 3} more {number}\n", "\n"],
        "write over": [f"{number % 4} other {number}\n"],
        "take away": [],
        "blank": ["\n"],
        "same": ["all say this\n"] if "all say this\n" not in lines else [],
    }[what]
    return "".join([*lines[:at], *new, *lines[at + (what in ("write over", "take away")) :]])


def said(text: str) -> set[str]:
    return {line for line in text.splitlines() if line.strip()}


def in_some_order(texts: list[str], chance: random.Random) -> str:
    left = list(texts)
    while len(left) > 1:
        chance.shuffle(left)
        left.append(merged(BASE, left.pop(), left.pop()))
    return left[0]


@settings(max_examples=100, deadline=None)
@given(st.lists(step, max_size=14), st.booleans(), st.randoms(use_true_random=False))
def test_five_texts_come_to_one_in_whatever_order_and_nothing_written_is_lost(
    steps, is_ended, chance
):
    texts = [BASE] * CLONES
    for number, (clone, what, at) in enumerate(steps):
        texts[clone] = changed(texts[clone], number, what, at)
    if not is_ended:
        texts[0] = texts[0].removesuffix("\n")
    results = {in_some_order(texts, chance) for _order in range(6)}
    assert len(results) == 1
    (found,) = results
    old = said(BASE)
    assert said(found) - old == reduce(set.union, (said(text) - old for text in texts))
    assert said(found) & old == old.intersection(*map(said, texts))
    for text in texts:
        assert merged(BASE, found, text) == merged(BASE, text, found) == found
        assert merged(BASE, BASE, text) == merged(BASE, text, BASE) == text


@pytest.mark.parametrize(
    ("one", "other", "expected", "lines"),
    [
        ("a\nX\nb\n", "a\nb\nY\n", "a\nX\nb\nY\n", []),
        ("a\nX\nb\n", "a\nY\nb\n", "a\nX\n\nY\nb\n", [2]),
        ("a\n\nY 1\nY 2\nb\n", "a\nX\nb\n", "a\n\nX\n\nY 1\nY 2\nb\n", [3]),
        ("a\nB 2\n", "a\nB 1\n", "a\nB 1\n\nB 2\n", [2]),
        ("a\n", "a\nB\n", "a\nB\n", [2]),
        ("b\n", "a\n", "", []),
        ("A\nb\n", "a\nB\n", "A\n\nB\n", [1]),
        ("a\nX\nb\n", "a\nX\nb\n", "a\nX\nb\n", []),
        ("a\nb", "a\nb\nc\n", "a\nb\nc", []),
    ],
)
def test_who_wrote_into_the_same_place_is_told_and_both_texts_stay(one, other, expected, lines):
    base = "a\nb\n"
    assert merged(base, one, other) == merged(base, other, one) == expected
    assert clashes(base, one, other) == clashes(base, other, one) == lines


def test_lines_end_as_those_of_the_text_do():
    one, other = "a\r\nX\r\n", "a\r\nY\r\n"
    assert merged("a\r\n", one, other) == "a\r\nX\r\n\r\nY\r\n"
