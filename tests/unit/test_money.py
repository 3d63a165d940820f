"""Amounts of money: what people write, what records hold, what is never done to them."""

from decimal import Decimal

import pytest

from cs_cli.domain import money
from cs_cli.domain.errors import Invalid
from cs_cli.domain.money import Money


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("500", "500.00 CNY"),
        ("500.00", "500.00 CNY"),
        ("500.5", "500.50 CNY"),
        ("¥500", "500.00 CNY"),
        ("￥ 500", "500.00 CNY"),
        ("500元", "500.00 CNY"),
        ("500 块", "500.00 CNY"),
        ("0", "0.00 CNY"),
        ("1,234.50", "1234.50 CNY"),
        ("１，２３４．５０元", "1234.50 CNY"),
        ("¥500元", "500.00 CNY"),
        ("rmb 12,345,678", "12345678.00 CNY"),
        ("人民币3元", "3.00 CNY"),
        ("0080", "80.00 CNY"),
        ("500 USD", "500.00 USD"),
        ("USD 500", "500.00 USD"),
        ("usd500", "500.00 USD"),
        ("$500", "500.00 USD"),
        ("500美元", "500.00 USD"),
        ("€9.99", "9.99 EUR"),
        ("HK$20", "20.00 HKD"),
        ("500 JPY", "500 JPY"),
        ("500日元", "500 JPY"),
        ("1.250 KWD", "1.250 KWD"),
        ("2 KWD", "2.000 KWD"),
        ("999999999999999.99", "999999999999999.99 CNY"),
    ],
)
def test_what_people_write_is_read_as_they_mean_it(written, held):
    assert str(money.read(written)) == held
    assert str(money.read(held)) == held
    assert str(money.held(held)) == held


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("-5", "not negative"),
        ("－5元", "not negative"),
        ("¥-5", "not negative"),
        ("\u22125", "not negative"),
        ("abc", "is not an amount"),
        ("5e3", "is not a"),
        ("1,23", "is not an amount"),
        ("1,2345", "is not an amount"),
        ("12,34,567", "is not an amount"),
        ("5.", "is not an amount"),
        (".5", "is not an amount"),
        ("5.0.0", "is not an amount"),
        ("五百", "is not an amount"),
        ("1 2", "is not an amount"),
        ("元", "is not an amount"),
        ("5元5", "is not an amount"),
        ("1000000000000000", "is not an amount"),
        ("NaN", "is not an amount"),
        ("500 XYZ", "XYZ is not a currency"),
        ("500 apples", "apples is not a currency"),
        ("5.001", "at most 2 decimals"),
        ("5.5 JPY", "at most 0 decimals"),
        ("1.0000 KWD", "at most 3 decimals"),
        ("$500元", "two currencies"),
        ("USD 5 EUR", "two currencies"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(written, why):
    with pytest.raises(Invalid) as said:
        money.read(written)
    assert why in said.value.message


def test_a_desk_elsewhere_means_its_own_currency():
    assert str(money.read("500", "USD")) == "500.00 USD"
    assert str(money.read("$500", "HKD")) == "500.00 HKD"
    assert str(money.read("¥500", "JPY")) == "500 JPY"
    assert str(money.read("¥500", "HKD")) == "500.00 CNY"


def test_it_is_said_in_both_languages():
    assert money.said("1234.50 CNY", "en") == "1,234.50 CNY"
    assert money.said("1234.50 CNY", "zh") == "1,234.50元"
    assert money.said("1234 JPY", "zh") == "1,234日元"
    assert money.said("7.00 CHF", "zh") == "7.00 CHF"
    assert money.said("about 80", "zh") == "about 80"


def test_different_currencies_are_never_added_up():
    amounts = [money.read(text) for text in ("0.10", "0.20", "5 USD", "1000000000000000000"[:15])]
    assert [str(one) for one in money.totals(amounts)] == ["100000000000000.30 CNY", "5.00 USD"]
    assert money.totals([]) == ()


def test_a_share_is_rounded_half_up_to_the_smallest_coin():
    assert str(money.read("0.05").times(Decimal("0.10"))) == "0.01 CNY"
    assert str(money.read("0.04").times(Decimal("0.10"))) == "0.00 CNY"
    assert str(money.read("45 JPY").times(Decimal("0.10"))) == "5 JPY"
    assert Money(Decimal(500), "CNY") == money.read("500.00")


@pytest.mark.parametrize(
    "value", ["500", "500.00", "500.00 XYZ", "", None, "-5.00 CNY", ["5.00 CNY"]]
)
def test_only_what_records_hold_counts_as_held(value):
    assert money.held(value) is None
