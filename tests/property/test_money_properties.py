"""Whatever amount is written in whatever way, it is read exactly, and adding up loses nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest

pytest.importorskip("hypothesis")
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.domain import money
from cs_cli.domain.money import Money

SMALL = settings(max_examples=60, deadline=None)
CENTS = st.integers(min_value=0, max_value=10**15 - 1)
CURRENCIES = st.sampled_from(["CNY", "USD", "EUR", "HKD"])


def amount(cents: int, currency: str) -> Money:
    """Give an amount of so many hundredths."""
    return Money(Decimal(cents).scaleb(-2), currency)


@SMALL
@given(CENTS, CURRENCIES, st.sampled_from(["{n} {c}", "{c} {n}", "{n}{c}", " {c}{n} "]))
def test_an_amount_is_read_as_it_was_written(cents, currency, form):
    one = amount(cents, currency)
    for number in (f"{one.amount:f}", f"{one.amount:,f}"):
        assert money.read(form.format(n=number, c=currency)) == one
    assert money.held(str(one)) == one
    assert money.read(one.said_in("zh")) == one
    assert money.read(one.said_in("en")) == one


@SMALL
@given(st.lists(st.tuples(CENTS, CURRENCIES), max_size=30))
def test_adding_up_loses_nothing_and_mixes_nothing(parts):
    found = {one.currency: one.amount for one in money.totals(amount(*part) for part in parts)}
    wanted: dict[str, Fraction] = {}
    for cents, currency in parts:
        wanted[currency] = wanted.get(currency, Fraction()) + Fraction(cents, 100)
    assert {currency: Fraction(total) for currency, total in found.items()} == wanted


@SMALL
@given(CENTS, st.integers(min_value=0, max_value=100))
def test_a_share_is_within_half_a_cent_of_the_true_one(cents, percent):
    share = amount(cents, "CNY").times(Decimal(percent) / 100)
    true = Fraction(cents, 100) * Fraction(percent, 100)
    assert abs(Fraction(share.amount) - true) <= Fraction(1, 200)


@SMALL
@given(st.text(max_size=12))
def test_nonsense_is_refused_with_a_sentence_or_read_as_an_amount(text):
    try:
        one = money.read(text)
    except money.Invalid as fault:
        assert fault.message
        return
    assert one.amount >= 0
    assert money.read(str(one)) == one
