"""Options that every command takes, before or after its name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Option to (name, takes a value).
_WORDS = {
    "-C": ("desk", True),
    "--now": ("now", True),
    "--at": ("now", True),
    "--as": ("as_", True),
    "--lang": ("lang", True),
    "--format": ("format", True),
    "--color": ("color", True),
    "--colour": ("color", True),
    "--json": ("json", False),
    "--dry-run": ("dry_run", False),
    "--no-input": ("no_input", False),
    "--时间": ("now", True),
    "--身份": ("as_", True),
    "--语言": ("lang", True),
    "--格式": ("format", True),
    "--颜色": ("color", True),
    "--试运行": ("dry_run", False),
    "--不询问": ("no_input", False),
}
NAMES = frozenset(word.removeprefix("--") for word in _WORDS if word.startswith("--"))


class Common(NamedTuple):
    """The common options found in a command line, and the words that are left."""

    given: dict[str, str]
    rest: tuple[str, ...]
    lacking: str | None


def separate(words: Sequence[str]) -> Common:
    """Take the common options out of a command line; ``--`` ends the search.

    They are taken out before the commands are known, because ``-C`` decides which there are.
    """
    given: dict[str, str] = {}
    rest: list[str] = []
    lacking = None
    stream: Iterator[str] = iter(words)
    for word in stream:
        if word == "--":
            rest += [word, *stream]
            break
        option, equals, value = _split(word)
        if option not in _WORDS:
            rest.append(word)
            continue
        name, takes_value = _WORDS[option]
        if takes_value and not equals:
            following = next(stream, None)
            lacking = option if following is None else lacking
            value = following or ""
        given[name] = value if takes_value else "yes"
    return Common(given, tuple(rest), lacking)


def _split(word: str) -> tuple[str, str, str]:
    if word.startswith("-C") and not word.startswith("--") and len(word) > 2:
        return "-C", "=", word[2:].removeprefix("=")
    if not word.startswith("--"):
        return word, "", ""
    option, equals, value = word.partition("=")
    return option.replace("_", "-"), equals, value
