"""What is wrong with a YAML text, in the words of somebody who types records."""

import re
from gettext import gettext as _
from typing import Any

import yaml

from cs_cli.domain.errors import Broken, Problem

Event = Any  # PyYAML's stubs know half of what an event has

_FULL_WIDTH_COLON = re.compile(r"\s*(?:- +)*[^\s:'\"#：][^:'\"#：]*：")
_TAB = re.compile(r" *\t")


class Fault(Exception):
    """A refusal at a line counted from 0 within the text."""

    def __init__(self, message: str, line: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.hint = hint

    def within(self, path: str, first_line: int) -> Broken:
        """Give the complaint about the file, whose text begins at this line."""
        return Broken([Problem(path, self.message, first_line + self.line, hint=self.hint)])


def explain(error: Exception, text: str) -> Fault:
    """Say what a parser's complaint means and where to look."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(_("this cannot be read as YAML"), 0)
    context, start = error.context or "", error.context_mark
    unfinished = "scanning" in context or "quoted" in context or "flow" in context
    mark = start if start is not None and unfinished else error.problem_mark
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1)
    return _by_line(lines, line) or _by_complaint(error, lines[line], line)


def _by_line(lines: list[str], line: int) -> Fault | None:
    """The two slips that show in the line itself."""
    for at in (line, line - 1):
        if at >= 0 and _FULL_WIDTH_COLON.match(lines[at]):
            hint = _("write a half-width colon and a space, ': ', not the full-width '：'")
            return Fault(_("a full-width colon does not end a name"), at, hint)
    if _TAB.match(lines[line]):
        return Fault(_("a tab begins the line"), line, _("indent with spaces"))
    return None


def _by_complaint(error: yaml.MarkedYAMLError, typed: str, line: int) -> Fault:
    problem, context = str(error.problem), str(error.context)
    quote = _('put the text in quotes: "…"')
    if "quoted scalar" in context:
        return _in_quotes(problem, line)
    if "start any token" in problem or "anchor" in context or "alias" in context:
        return Fault(_("a text cannot begin with this character"), line, quote)
    if "mapping values" in problem or "sequence entries" in problem:
        return Fault(_("a colon, or an indentation, where none can be"), line, quote)
    if "flow" in context:
        hint = _("close it with ] or }, and put commas between the items")
        return Fault(_("a list or mapping in brackets is not closed"), line, hint)
    if "':'" in problem or "simple key" in context:
        hint = _("write 'name: value', or indent the line to continue the text above")
        return Fault(_("a line without a colon"), line, hint)
    if "expected key" in problem or "block end" in problem or "expected <block" in problem:
        return _misplaced(typed, line)
    return Fault(_("not valid YAML: {problem}").format(problem=problem), line)


def _in_quotes(problem: str, line: int) -> Fault:
    if "escape" in problem:
        hint = _("write \\\\ for a backslash, or use single quotes")
        return Fault(_("a backslash in double quotes that means nothing"), line, hint)
    return Fault(_("a quotation mark is not closed"), line, _("add the closing quotation mark"))


def _misplaced(typed: str, line: int) -> Fault:
    if "'" in typed or '"' in typed:
        hint = _("quote the whole text; double a quotation mark inside single quotes")
        return Fault(_("text after a closing quotation mark"), line, hint)
    hint = _("give the line the indentation of the lines above it")
    return Fault(_("the indentation fits nothing above"), line, hint)


def control_character(character: str, line: int) -> Fault:
    """Refuse what no editor shows."""
    message = _("unreadable character U+{code:04X}").format(code=ord(character[0]))
    return Fault(message, line, _("delete it and type the text anew"))


def directive(line: int) -> Fault:
    """Refuse ``%YAML`` and ``%TAG``."""
    return Fault(_("YAML directives are not used here"), line, _("delete the line with %"))


def second_document(line: int) -> Fault:
    """Refuse a second document."""
    return Fault(_("more than one YAML document"), line, _("delete the second '---'"))


def anchor(event: Event, line: int) -> Fault:
    """Refuse ``&name`` and ``*name``."""
    hint = _("write the value out; quote a text that begins with & or *")
    message = _("anchors and aliases (&{name}, *{name}) are not used here")
    return Fault(message.format(name=event.anchor), line, hint)


def tag(name: str, line: int) -> Fault:
    """Refuse ``!tag``."""
    hint = _("delete the tag; quote a text that begins with !")
    return Fault(_("tags ({name}) are not used here").format(name=name), line, hint)


def too_deep(limit: int, line: int) -> Fault:
    """Refuse what nests too deep."""
    return Fault(_("more than {limit} levels").format(limit=limit), line)


def duplicate(key: str, line: int) -> Fault:
    """Refuse a second value for one key."""
    hint = _("keep one of the two")
    return Fault(_("'{key}' is there twice").format(key=key), line, hint)


def odd_key(event: Event, line: int) -> Fault:
    """Refuse a key that is no word."""
    if isinstance(event, yaml.AliasEvent):
        return anchor(event, line)
    hint = _("quote a text that begins with [ or {")
    return Fault(_("a name must be a word, not a list or mapping"), line, hint)


def empty_key(line: int) -> Fault:
    """Refuse a value without a name."""
    return Fault(_("a value without a name before the colon"), line)


def merge_key(line: int) -> Fault:
    """Refuse ``<<``."""
    return Fault(_("merge keys (<<) are not used here"), line, _("write the values out"))
