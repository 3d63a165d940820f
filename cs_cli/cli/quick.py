"""The plain command lines that people and cron wait for most, answered without loading click.

What is not certain is left to click: a word that is not known here, ``--help``, an option given
twice or without its value. What both read, both read alike; a test holds them together.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cs_cli.cli.context import Run
from cs_cli.cli.fixed import FIXED, HIDDEN
from cs_cli.domain.errors import CsError

Given = dict[str, Any]
_FIXED = {word for name, (_module, chinese) in FIXED.items() for word in (name, chinese)}


def answer(run: Run, words: Sequence[str]) -> int | None:
    """Answer a plain line and give its exit code; None where click has to read it."""
    if words[:1] in (("due",), ("到期",)):
        return _due(run, words[1:])
    if words[1:2] in (("list",), ("列表",)) and words[0] not in _FIXED:
        return _list(run, words[0], words[2:])
    if words[:1] in (("show",), ("查看",)):
        return _show(run, None, words[1:])
    if words[1:2] in (("show",), ("查看",)) and words[0] not in _FIXED:
        return _show(run, words[0], words[2:])
    if len(words) > 1 and words[0] not in _FIXED and words[0] not in HIDDEN:
        return _change(run, words[0], words[1], words[2:])
    return None


def _change(run: Run, word: str, does: str, words: Sequence[str]) -> int | None:
    if word.startswith("-") or does.startswith("-"):
        return None
    try:
        kinds = run.work.policy.kinds
    except CsError:
        return None  # click tells what that means for this command
    # Deferred: only what changes a record is worked out.
    from cs_cli.cli import change_answer, kind_words

    kind = kind_words.named(kinds.values(), word)
    do = None if kind is None or kind.kind in FIXED else change_answer.command_of(kind, does)
    if kind is None or do is None:
        return None
    given = read(words, {}, change_answer.values(kind, do), change_answer.several(kind, do), "ids")
    if given is None or bool(given["ids"]) == (do == "open"):
        return None
    change_answer.answer(run, kind, do, given.pop("ids"), given)
    return 0


def _show(run: Run, word: str | None, ids: Sequence[str]) -> int | None:
    kind = None if word is None else _kind(run, word)
    if not ids or any(id_.startswith("-") for id_ in ids) or (word and kind is None):
        return None
    from cs_cli.cli import show_answer

    show_answer.answer(run, ids, kind)
    return 0


def _kind(run: Run, word: str) -> str | None:
    """Give the kind that a word names, where it needs no command of its own."""
    try:
        kind = run.work.index.kind(word)
    except CsError:
        return None  # no desk, or a broken one: click tells what that means for this command
    return None if kind is None or kind.kind in FIXED else kind.kind


def _due(run: Run, words: Sequence[str]) -> int | None:
    from cs_cli.cli import due_answer

    given = read(words, due_answer.FLAGS, due_answer.VALUES)
    return None if given is None else due_answer.answer(run, **given)


def _list(run: Run, word: str, words: Sequence[str]) -> int | None:
    kind = _kind(run, word)
    if kind is None:
        return None
    from cs_cli.cli import list_answer

    given = read(words, list_answer.FLAGS, list_answer.VALUES, list_answer.SEVERAL)
    if given is None or not (given["limit"] is None or given["limit"].isdecimal()):
        return None
    given["limit"] = None if given["limit"] is None else int(given["limit"])
    list_answer.answer(run, kind, fields={}, **given)
    return 0


def read(
    words: Sequence[str], flags: Mapping[str, str], values: Mapping[str, str],
    several: Mapping[str, str] | None = None, rest: str | None = None,
) -> Given | None:  # fmt: skip
    """Give what the options of a line say, by name; None where anything else stands in it.

    ``flags`` name the options that stand alone, ``values`` those that take a value, ``several``
    those that take one each time they are given, ``rest`` all words that are no options. What was
    said comes first, in the order of the line, as it does with click: records are written so.
    """
    several = several or {}
    lists: dict[str, list[str]] = {}
    given: Given = {}
    seen: set[str] = set()
    stream = iter(words)
    for word in stream:
        if rest and not word.startswith("-"):
            lists.setdefault(rest, []).append(word)
            continue
        option, equals, value = word.partition("=")
        if option in flags and not equals:
            given[flags[option]] = True
            continue
        found = value if equals else next(stream, "-")
        short = option[:2] != "--"  # what follows it at once is its value, with the sign
        if option in seen or found.startswith("-") or (short and equals):
            return None
        if option in several:
            lists.setdefault(several[option], []).append(found)
        elif option in values:
            seen.add(option)
            given[values[option]] = found
        else:
            return None
    said = {**given, **{name: tuple(found) for name, found in lists.items()}}
    unsaid = {
        **dict.fromkeys(flags.values(), False), **dict.fromkeys(values.values()),
        **dict.fromkeys([*several.values(), *([rest] if rest else [])], ()),
    }  # fmt: skip
    return {**said, **{name: value for name, value in unsaid.items() if name not in said}}
