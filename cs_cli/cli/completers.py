"""Words offered when a shell asks to complete; apart from fields, because not all need kinds."""

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from cs_cli.domain.errors import CsError
from cs_cli.domain.language import Text


def items_of(words: Iterable[tuple[str, Text | str]], start: str) -> list[CompletionItem]:
    """Give the words that begin so; a Chinese beginning asks for their Chinese labels."""
    if start.isascii():
        found = [(word, str(label)) for word, label in words]
    else:
        found = [(label.zh if isinstance(label, Text) else label, word) for word, label in words]
    return [CompletionItem(word, help=more) for word, more in found if word.startswith(start)]


def complete_people(
    ctx: click.Context, _param: click.Parameter, start: str
) -> list[CompletionItem]:
    """Complete a person of the desk by id, or by name in Chinese."""
    try:
        return items_of(((p.id, p.name) for p in ctx.find_root().obj.work.desk.people), start)
    except CsError:
        return []
