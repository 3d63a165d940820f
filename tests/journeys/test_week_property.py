"""A week at the desk of a property service centre, typed in both languages."""

from week import Week


def test_a_week_at_the_property_desk(clerk):
    """Handovers, a complaint, a burst main at the change of shifts, leave, a repair done twice."""
    week = Week(clerk, "property")
    week.settle("property-desk", started="2026-03-02")
    week.live(opens=8, closes=20)
    week.judge("Sun 21:00")
    roster = clerk.desk.read("roster/2026-03.yaml")
    assert "2026-03-05: {day: [wang.wei, xu.ting]" in roster
    assert "2026-03-06: {day: [li.na, xu.ting]" in roster
