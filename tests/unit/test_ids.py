"""Ids: T-260302-7K3FQM is a ticket of 2 March 2026."""

import secrets
from datetime import date

import pytest

from cs_cli.domain import ids

DAY = date(2026, 3, 2)
ID = "T-260302-7K3FQM"


def test_a_minted_id_says_kind_and_day() -> None:
    identity = ids.mint("T", DAY, secrets.randbits)
    assert identity.startswith("T-260302-")
    assert ids.is_id(identity)
    assert ids.day_of(identity) == DAY


def test_the_six_characters_are_the_thirty_bits() -> None:
    assert ids.mint("T", DAY, lambda bits: 0) == "T-260302-000000"
    assert ids.mint("T", DAY, lambda bits: (1 << bits) - 1) == "T-260302-ZZZZZZ"
    assert ids.mint("T", DAY, lambda bits: 33) == "T-260302-000011"


def test_two_clones_derive_the_same_id_from_the_same_cause_only() -> None:
    assert ids.derived("C", DAY, "callback", ID) == ids.derived("C", DAY, "callback", ID)
    others = {
        ids.derived("C", DAY, "callback" + ID),
        ids.derived("C", DAY, ID, "callback"),
        ids.derived("C", date(2026, 3, 3), "callback", ID),
        ids.derived("C", DAY, "callback", ID),
    }
    assert len(others) == 4
    assert all(map(ids.is_id, others))


def test_a_derived_id_never_changes_with_a_new_version() -> None:
    assert ids.derived("C", DAY, "callback", ID) == "C-260302-4AD7A8"


NO_IDS = ["T", "t-260302-7K3FQM", "T-260302-7K3FQI", "T-260302-7K3FQ", "T-260302-7K3FQMM", ""]
NO_IDS += ["T-260230-7K3FQM", "T-261302-7K3FQM", "../T-260302-7K3FQM", "ABCD-260302-7K3FQM"]
NO_IDS += ["T-２60302-7K3FQM"]


@pytest.mark.parametrize("text", [*NO_IDS, f"{ID}\n"])
def test_what_is_no_id_is_no_path_either(text: str) -> None:
    assert not ids.is_id(text)
    with pytest.raises(ValueError):
        ids.path_of("ticket", text)


def test_a_record_lies_in_the_folder_of_its_kind_and_day() -> None:
    assert ids.path_of("ticket", ID) == "ticket/2026/03/02/T-260302-7K3FQM.md"


@pytest.mark.parametrize("year", [1999, 2100])
def test_two_digits_hold_this_century_only(year: int) -> None:
    with pytest.raises(ValueError, match=str(year)):
        ids.mint("T", date(year, 1, 1), secrets.randbits)


@pytest.mark.parametrize(
    "part",
    [ID, "7K3FQM", "7k3fqm", "k3f", "T-2603", "260302-7k", " 7K3 ", "2603027k", "Ｔ－２６０３０２"],
)
def test_any_part_finds_the_record(part: str) -> None:
    assert ids.matches(part, ID)


def test_letters_that_look_like_digits_are_those_digits() -> None:
    assert ids.matches("oil", "L-260302-AB011C")
    assert ids.matches("l-26", "L-260302-AB011C")


@pytest.mark.parametrize("part", ["", " ", "7K3FQN", "T-260303"])
def test_what_is_no_part_finds_nothing(part: str) -> None:
    assert not ids.matches(part, ID)
