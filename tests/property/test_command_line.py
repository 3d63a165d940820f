"""Whatever is typed, the answer is a sentence and one of the known exit codes."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CODES = {0, 1, 2, 3, 4, 5, 6}
WORDS = [
    "ticket", "callback", "leave", "handover", "customer", "工单", "new", "list",
    "show", "set", "note", "void", "assign", "resolve", "close", "approve", "accept",
    "due", "search", "why", "when", "check", "policy", "explain", "duty", "done", "show",
    "--json", "--format", "md", "csv", "ics", "--where", "status=open", "--status",
    "--within", "4h", "--all", "--title", "--owner", "li.na", "me", "--from", "--to",
    "tomorrow", "明天 10:00", "--type", "sick", "-m", "--now", "2026-03-02T12:00",
    "--as", "wang.wei", "--lang", "zh", "--limit", "3", "--sort", "-title",
    "T-260302-7K3FQM", "-", "--", "CMP-14", "PSC", "30 business minutes", "--dry-run",
    "--no-input", "--items", "a=b, c", "{", "--about", "2026-02-30",
]  # fmt: skip
ODD = st.text(min_size=0, max_size=20)
RARE = st.characters(categories=["Cc", "Cf", "Zl", "Zs", "So", "Lo"])


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(st.sampled_from(WORDS) | ODD, min_size=1, max_size=7))
def test_any_words_get_a_sentence_and_a_known_exit_code(desk, words: list[str]) -> None:
    result = desk.run(*words, now="2026-03-02T10:00")
    assert result.code in CODES, result
    assert "Traceback" not in result.err and "internal error" not in result.err, result.err
    if result.code not in (0, 1):
        assert result.err.strip(), words


@pytest.mark.parametrize("language", ["en", "zh"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=ODD | st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zs", "So", "Lo"]), max_size=9)
)
def test_any_value_of_a_field_is_stored_exactly_or_refused(desk, language, value: str) -> None:
    result = desk.run("--json", "ticket", "new", f"--title=x{value}", lang=language)
    assert result.code in (0, 2), result
    if result.code == 0:
        id_ = json.loads(result.out)["id"]
        assert desk.json("ticket", "show", id_)["title"] == f"x{value}"
