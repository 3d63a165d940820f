"""Click commands that speak both languages: help is translated when it is shown."""

from collections.abc import Iterable, Mapping
from gettext import gettext
from gettext import gettext as _
from typing import Any

import click
from click.shell_completion import CompletionItem

from cs_cli.cli.common import NAMES
from cs_cli.render.safe import clean
from cs_cli.render.width import pad, width, wrap

FIRST = 30
# The Chinese words of options that are no fields; a field of the same name comes first.
_CHINESE = {
    "类型": "type", "状态": "status", "经办人": "owner", "条件": "where", "起": "since",
    "止": "until", "未完成": "open", "排序": "sort", "条数": "limit", "不遮盖": "no-mask",
    "编辑": "edit", "之内": "within", "全部": "all", "我的": "mine", "部门": "team",
    "种类": "kind", "逾期报错": "fail", "周期": "period", "保存": "save", "提议": "propose",
    "制度包": "pack", "帮助": "help", "责任人": "owner", "负责人": "owner", "规则包": "pack",
    "全史": "whole", "日期": "date", "表单": "form", "网页": "html", "对象": "for",
}  # fmt: skip


def N_(text: str) -> str:
    """Mark a help text for translation; it is translated when it is shown."""
    return text


class Formatter(click.HelpFormatter):
    """Help whose columns stand in line with wide characters in them."""

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = FIRST,
        col_spacing: int = 2,
    ) -> None:
        """Write terms and their explanations in two columns."""
        listed = list(rows)
        first = min(max((width(term) for term, _text in listed), default=0), col_max)
        indent = " " * self.current_indent
        rest = indent + " " * (first + col_spacing)
        for term, text in listed:
            self.write(f"{indent}{pad(term, first)}")
            if not text:
                self.write("\n")
                continue
            lines = wrap(text, max(self.width - width(rest), 20))
            gap = " " * col_spacing if width(term) <= first else "\n" + rest
            self.write(gap + ("\n" + rest).join(lines) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        indent = " " * self.current_indent
        for paragraph in text.split("\n\n"):
            for line in wrap(paragraph.replace("\n", " "), self.width, first=indent, rest=indent):
                self.write(line + "\n")
            self.write("\n")


class Context(click.Context):
    """A context whose help is written by :class:`Formatter`."""

    formatter_class = Formatter


class Command(click.Command):
    """A command that knows other words for its options, and the common options."""

    context_class = Context

    def __init__(self, *args: Any, words: Mapping[str, str] | None = None, **kw: Any) -> None:  # noqa: ANN401
        self.words = words or {}
        settings = {"token_normalize_func": self._known_as, "max_content_width": 100}
        kw["context_settings"] = {**settings, **kw.pop("context_settings", {})}
        super().__init__(*args, **kw)

    def _known_as(self, token: str) -> str:
        return self.words.get(token) or _CHINESE.get(token, token.replace("_", "-"))

    def chinese_words(self, ctx: click.Context) -> Iterable[str]:
        """Give the Chinese words that may follow."""
        return ()

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete English words, the common options, and Chinese words once one is begun."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            found += [CompletionItem(word) for word in complete_common(incomplete)]
        if not incomplete.isascii():
            options = (f"--{word}" for word in self.words)
            words = (*self.chinese_words(ctx), *options)
            found += [CompletionItem(word) for word in words if word.startswith(incomplete)]
        return found

    def get_help(self, ctx: click.Context) -> str:
        """Give the help; labels of a desk's own kinds pass the gate as all other text does."""
        return clean(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 100) -> str:
        """Give the first sentence in the language of this run."""
        text = gettext(self.help) if self.help else ""
        return text.split("\n")[0].split("。")[0].split(". ")[0].rstrip(".")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help text in the language of this run."""
        if self.help:
            with formatter.indentation():
                formatter.write_text(gettext(self.help))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then those that every command takes."""
        with formatter.section(_("Options")):
            formatter.write_dl(self.option_rows(ctx))
        with formatter.section(_("Options of every command")):
            formatter.write_dl(common_rows())

    def option_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Give the options of this command with what they do."""
        # The line of usage names the arguments already.
        options = [p for p in self.get_params(ctx) if not isinstance(p, click.Argument)]
        records = ((option, option.get_help_record(ctx)) for option in options)
        return [(row[0], _translated(option, row[1])) for option, row in records if row]


def _translated(option: click.Parameter, row: str) -> str:
    """Give what an option does in the language of this run; click adds what values it takes."""
    text = getattr(option, "help", None) or row
    return row.replace(text, gettext(text), 1) if text else ""


def option_of(word: str) -> str | None:
    """Give the option that a Chinese word stands for, on commands where no field has that name."""
    return _CHINESE.get(word)


def common_rows() -> list[tuple[str, str]]:
    """Give the common options with what they do."""
    return [
        ("-C DIR", _("the desk is at or above this folder")),
        ("--now TIME, --at TIME", _("act as if it were this time")),
        ("--as PERSON", _("act as this person")),
        ("--lang zh|en", _("speak this language")),
        ("--format FORMAT", _("table, plain, json, jsonl, csv, md, ics")),
        ("--json", _("the answer and errors as JSON")),
        ("--color WHEN", _("auto, always, never")),
        ("--dry-run", _("show what would change, write nothing")),
        ("--no-input", _("never ask")),
    ]


def complete_common(incomplete: str) -> list[str]:
    """Give the common options that begin so."""
    return [f"--{name}" for name in sorted(NAMES) if f"--{name}".startswith(incomplete)]
