"""The words of kinds and packs: closed, few, and every one of them explained."""

import re
from dataclasses import fields
from pathlib import Path

from cs_cli.domain import kind, policy, reporting
from cs_cli.domain.definitions import PACK_KEYS

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"

READ = (
    kind.Kind, kind.FieldDef, kind.State, kind.Verb, kind.Case, kind.Need, kind.Choice, kind.Put,
    kind.Count, policy.On, policy.Query, policy.Entries, policy.Ahead, policy.Guard,
    policy.Deadline, policy.FollowUp, policy.Duty, policy.Urgent, policy.Role, policy.Report,
    policy.Audit, policy.Cover, reporting.Mean, reporting.Share,
)  # fmt: skip
# Not written by anybody: where a definition keeps the values of fields it was told.
KEPT = {"match"}


def accepted() -> set[str]:
    """Give every key that a kind, a pack or a row in them may have."""
    keys = {one.name.rstrip("_") for read in READ for one in fields(read)}
    return (keys | set(PACK_KEYS)) - KEPT


def explained() -> list[str]:
    """Give the words of the table, one line each."""
    table = CONTRIBUTING.read_text().partition("### The whole vocabulary")[2].partition("\nMoments")
    return re.findall(r"^\| `([a-z_]+)` \|", table[0], re.M)


def test_every_word_has_one_line_of_explanation() -> None:
    words = explained()
    assert sorted(words) == sorted(accepted())


def test_the_words_are_in_order() -> None:
    words = explained()
    assert words == sorted(words)
