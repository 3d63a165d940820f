"""Ready-made combinations where two packs speak of the same thing: neither wins by accident."""

import pytest
from given import refused

from cs_cli.store import definitions


@pytest.fixture
def property_desk(desk):
    """A desk of a property-service centre."""
    desk.write("cs.yaml", "packs: [property-desk]\nstarted: 2026-03-01\nlanguage: en\n")
    return desk


def called_back(desk, type_):
    """Settle a ticket of this type; give the callback it makes."""
    opened = ("--type", type_, "--title", "Tap drips", "--channel", "phone")
    id_ = desk.new("ticket", *opened)
    desk.ok("ticket", "assign", id_, "--owner", "wu.gang")
    desk.ok("ticket", "resolve", id_)
    (found,) = desk.json("callback", "list")
    return found


def test_a_repair_is_called_back_about_once_by_whoever_was_asked_first(property_desk):
    """PSC, CHD: the same day. ONE, CHD: three ratings, and a question about charges."""
    found = called_back(property_desk, "repair")
    assert (found["type"], found["owner"]) == ("repair", "li.na")
    (owed,) = [one for one in property_desk.json("due", "--all") if one["id"] == found["id"]]
    assert owed["due_at"] == "2026-03-03T00:00:00+08:00"
    done = ("callback", "done", found["id"], "--result", "fine", "--satisfaction", "satisfied")
    refused(property_desk, "CBK-22", *done)
    rated = ("--repair-quality", "good", "--timeliness", "good", "--service-attitude", "good")
    assert "(--irregular-charge)" in refused(property_desk, "CBK-31", *done, *rated)
    property_desk.ok(*done, *rated, "--irregular-charge", "no")


def test_the_repairs_of_the_day_are_covered_by_both_packs(property_desk):
    """PSC counts callbacks on repairs, CHD those on everything handled."""
    called_back(property_desk, "repair")
    listed = {one["name"]: one["coverage"] for one in property_desk.json("duty", "list")}
    for name in ("repair-callbacks", "callbacks-of-the-day"):
        today = next(one for one in listed[name] if one["period"] == "2026-03-02")
        assert (today["covered"], today["of"]) == (0, 1), name


def test_what_else_was_handled_is_asked_the_four_questions(property_desk):
    found = called_back(property_desk, "help")
    assert found["type"] == "handled"
    done = ("callback", "done", found["id"], "--result", "fine", "--satisfaction", "satisfied")
    refused(property_desk, "CBK-31", *done)


def test_a_recharge_shop_is_open_by_day_and_in_the_evening():
    hours = definitions.desk_defaults(["recharge-shop"])["calendar"]["hours"]
    assert hours["mon"] == ["08:30-12:00", "13:30-18:00", "18:30-24:00"]
    assert (hours["sat"], hours["sun"]) == (["18:30-24:00"], ["09:30-24:00"])
    shifts = definitions.desk_defaults(["recharge-shop"])["calendar"]["shifts"]
    assert set(shifts) == {"day", "evening", "full-day"}


@pytest.mark.parametrize(
    ("name", "company"),
    [("real-estate-office", "SAL"), ("hotline", "HOT"), ("clinic", "CLI"), ("reception", "FD8"),
     ("complaint-office", "OFF"), ("photo-studio", "WED"), ("supermarket-desk", "SUP")],
)  # fmt: skip
def test_the_hours_of_a_combination_are_those_of_its_company(name, company):
    assert definitions.desk_defaults([name]) == definitions.desk_defaults([company])


def test_furniture_is_called_about_when_sold_delivered_and_installed(desk):
    """FUR, FUR and BAM: three events, three calls."""
    desk.write("cs.yaml", "packs: [furniture-store]\nstarted: 2026-03-01\nlanguage: en\n")
    id_ = desk.new("order", "--title", "Bamboo chair")
    desk.ok("order", "deliver", id_)
    desk.ok("order", "install", id_)
    made = sorted(one["type"] for one in desk.json("callback", "list"))
    assert made == ["delivery", "installed", "sale"]
