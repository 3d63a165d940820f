"""What a desk says about cancelling and approving: read, or complained about with its place."""

import pytest

from cs_cli.domain import order_terms
from cs_cli.domain.errors import Invalid


def test_without_a_rate_nothing_is_reckoned_and_without_a_limit_one_person_approves():
    assert order_terms.cancel_terms({}) is None
    assert order_terms.approval_limit({}) is None


def test_rate_base_and_exactness_are_three_keys():
    said = {"cancel.fee_min_rate": "0.2", "cancel.fee_base": "price", "cancel.fee_mode": "exact"}
    terms = order_terms.cancel_terms(said)
    assert terms and (str(terms.rate), terms.base, terms.exact) == ("0.2", "price", True)
    plain = order_terms.cancel_terms({"cancel.fee_min_rate": "0"})
    assert plain and (plain.base, plain.exact) == ("amount", False)


def test_a_limit_is_in_the_currency_of_the_desk():
    assert str(order_terms.approval_limit({"approval.limit": "10,000"})) == "10000.00 CNY"
    said = {"approval.limit": "10000", "currency": "USD"}
    assert str(order_terms.approval_limit(said)) == "10000.00 USD"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cancel.fee_min_rate", "10 %"),
        ("cancel.fee_min_rate", "-0.1"),
        ("cancel.fee_min_rate", "1.01"),
        ("cancel.fee_min_rate", "NaN"),
        ("cancel.fee_base", "weight"),
        ("cancel.fee_mode", "about"),
        ("approval.limit", "-1"),
        ("approval.limit", "a lot"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(name, value):
    (fault,) = order_terms.faults({name: value})
    assert isinstance(fault, Invalid)
    assert fault.place == ("settings", name)
