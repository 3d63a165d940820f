"""Filled forms as Markdown, and as one page of HTML to print.

What comes from a record stays what it was: no value becomes markup, a column of a table, a
colour or a command, in either format.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from cs_cli.domain.form import BLANK, Filled, Piece
from cs_cli.render.safe import clean, lines

_MARKUP = re.compile(r"[\\|<>\[\]*`~&]|(?<![^\W_])_|_(?![^\W_])")
# What begins a block where it is the first on a line, or the first in an item of a list.
_BLOCK = re.compile(r"[#+\-=:]|(?<=[0-9])[.)]")
_FIRST = re.compile(r"[\s>]*(?:(?:[-+*]|[0-9]{1,9}[.)])\s+)*\Z")
_ITEM = re.compile(r"[0-9]{1,9}(?=[.)])")
# Control characters stand for our own tags until everything else is escaped: none passes
# the gate, so none comes from a form or a value.
_BREAK, _RED, _BLACK, _RULE = "\x01", "\x02", "\x03", "\x04"
_TAGS = {
    _BREAK: "<br>",
    _RED: '<span class="red">',
    _BLACK: "</span>",
    _RULE: '<span class="blank"></span>',
}
_STYLE = """\
@page { size: A4; margin: 20mm 18mm; }
body { font: 12pt/1.7 "SimSun", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", serif;
  color: #000; background: #fff; max-width: 174mm; margin: 0 auto; }
article { break-after: page; overflow-wrap: anywhere; }
article:last-child { break-after: auto; }
h1 { font: bold 18pt/1.4 "SimHei", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC",
  sans-serif; text-align: center; margin: 0 0 8mm; }
h2 { font: bold 13pt/1.4 "SimHei", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC",
  sans-serif; margin: 6mm 0 2mm; }
table { width: 100%; border-collapse: collapse; margin: 0 0 5mm; }
th, td { border: 1px solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top;
  font-weight: normal; }
tr { break-inside: avoid; }
.blank { display: inline-block; min-width: 6em; border-bottom: 1px solid #000; }
.red { color: red; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
"""


def markdown(filled: Iterable[Filled]) -> str:
    """Write forms as Markdown, one after the other."""
    texts = ["\n".join(map(_markdown_line, form)).strip("\n") + "\n" for form in filled]
    return "\n---\n\n".join(texts)


def html(filled: Sequence[Filled], *, title: str, language: str) -> str:
    """Write forms as one page that needs nothing from elsewhere, each on a sheet of its own."""
    # Deferred: only this one answer is HTML.
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A printed sheet has nothing to follow, and the page fetches nothing.
    reader.disable(["image", "link", "autolink", "reference"])
    sheets = (_tagged(reader.render("\n".join(map(_tag_line, form)))) for form in filled)
    articles = "".join(f"<article>\n{sheet}</article>\n" for sheet in sheets)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(clean(title))}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n{articles}</body>\n</html>\n"
    )


def _markdown_line(pieces: Sequence[Piece]) -> str:
    return _line(pieces, "<br>", {"red": _span, "blank": _blank})


def _tag_line(pieces: Sequence[Piece]) -> str:
    return _line(pieces, _BREAK, {"red": _red, "blank": _rule})


def _line(
    pieces: Sequence[Piece], gap: str, writers: Mapping[str, Callable[[str, str, str], str]]
) -> str:
    done = ""
    for number, piece in enumerate(pieces):
        if piece.sort == "form":
            done += clean(piece.text)
            continue
        after = pieces[number + 1].text if number + 1 < len(pieces) else ""
        text = _escaped(piece.text, gap, first=bool(_FIRST.match(done)))
        writer = writers.get(piece.sort)
        done += writer(text, done, after) if writer else text
    return done


def _span(text: str, _before: str, _after: str) -> str:
    return f'<span style="color:red">{text}</span>'


def _blank(_text: str, before: str, after: str) -> str:
    """Write a blank between spaces, where its underscores mean nothing but themselves."""
    left = "" if not before or before[-1].isspace() else " "
    right = "" if not after or after[0].isspace() else " "
    return f"{left}{BLANK}{right}"


def _red(text: str, _before: str, _after: str) -> str:
    return f"{_RED}{text}{_BLACK}"


def _rule(_text: str, _before: str, _after: str) -> str:
    return _RULE


def _escaped(value: str, gap: str, *, first: bool) -> str:
    """Give a value that Markdown shows as it is, on one line."""
    flat = lines(value).strip().expandtabs(4)
    safe = _MARKUP.sub(r"\\\g<0>", flat)
    if first:
        item = _ITEM.match(safe)
        safe = _BLOCK.sub(r"\\\g<0>", safe, count=1) if item or _BLOCK.match(safe) else safe
    return clean(safe).replace("\n", gap)


def _tagged(sheet: str) -> str:
    for mark, tag in _TAGS.items():
        sheet = sheet.replace(mark, tag)
    return sheet
