"""What ``cs due`` prints, and its options as a plain line has them."""

from cs_cli.app.due import Asked, DueList, due
from cs_cli.cli import answers, due_views
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say, say_raw, tell
from cs_cli.render.colour import paint

FLAGS = {"--all": "everything", "--mine": "mine", "--fail": "fail", "--no-mask": "unmasked"}
VALUES = {
    "--within": "within", "--date": "date", "--owner": "owner", "--team": "team", "--kind": "kind"
}  # fmt: skip


def answer(
    run: Run, *, within: str | None, date: str | None, everything: bool, owner: str | None,
    mine: bool, team: str | None, kind: str | None, fail: bool, unmasked: bool,
) -> int:  # fmt: skip
    """List what is owed; give 1 where that was asked for and something is overdue, else 0."""
    # Cron and other programs get everything: whoever reads that reads it later.
    at_terminal = run.on_terminal and run.format == "table"
    now_only = at_terminal and not (within or date or everything)
    found = due(run.work, Asked(within, date, everything, owner, mine, team, kind, now_only))
    if run.format == "ics":
        say_raw(due_views.as_calendar(found.items, found.now))
    elif found.items or run.format != "csv":
        # A head without rows would still make cron send a mail.
        _print(run, found, masked=not unmasked)
    if found.left_out:
        tell(due_views.left_out(found))
    answers.unreadable(run, found.problems)
    return 1 if fail and found.overdue else 0


def _print(run: Run, found: DueList, *, masked: bool) -> None:
    """Print what is owed; for people, each state that owes apart under its own heading."""
    if run.format not in ("table", "plain", "md"):
        answers.written(run, due_views.due_objects(found, masked=masked))
        return
    above = ""
    for heading, part in due_views.blocks(found):
        if heading:
            mark = "## " if run.format == "md" else ""
            say(above + paint(mark + heading, "title", colour=run.colour), colour=run.colour)
        answers.written(run, due_views.due_listing(part, masked=masked))
        above = "\n" if above or part.items else ""
    if not found.items and run.format == "table":
        say(due_views.nothing_due())
