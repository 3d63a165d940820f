"""A week at a furniture store that installs what it sells, typed in both languages."""

from week import Week


def test_a_week_at_the_furniture_store(clerk):
    """Sales, calls, letters, a soft and a hard complaint, a cancellation, a return."""
    week = Week(clerk, "furniture")
    week.settle("furniture-store", started="2026-03-01")
    week.live(opens=9, closes=21)
    week.judge("03-09 10:00")
    roster = clerk.desk.read("roster/2026-03.yaml")
    assert "2026-03-07: {day: [wang.wei]}" in roster
    assert "2026-03-08: {day: [li.na]}" in roster
