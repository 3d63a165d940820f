"""Any value as YAML lines, by ruamel.yaml: the one emitter that knows all the rules.

Loaded only for values that :mod:`cs_cli.store.emit` cannot write by itself.
"""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver, implicit_resolvers
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    PlainScalarString,
)

from cs_cli.store.values import Plain, Value

# No line is folded: a fold is a line that an edit did not mean to touch.
_WIDTH = 1 << 30
_Node = Any  # ruamel.yaml's own types say no more
_TAGS = {ScalarNode: "str", SequenceNode: "seq", MappingNode: "map"}

# What any reader of 1.1 or 1.2 may take for something else than text.
_NUMBER_OR_YES = r"(?:[yYnN]|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$"
_OF_1_1 = [known for every in yaml.SafeLoader.yaml_implicit_resolvers.values() for known in every]
_TYPED = [
    re.compile(_NUMBER_OR_YES),
    *(pattern for _tag, pattern in _OF_1_1),
    *(pattern for _versions, _tag, pattern, _first in implicit_resolvers),
]

_INVISIBLE = re.compile("[\r\x85\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_RAGGED = re.compile(r"[ \t]$", re.MULTILINE)


class _AsTyped(VersionedResolver):
    """Take every scalar for text, so that nothing is tagged or quoted but on purpose."""

    def resolve(self, kind: _Node, value: _Node, implicit: _Node) -> str:
        """Give the tag of the sort of node alone."""
        return f"tag:yaml.org,2002:{_TAGS[kind]}"


def mapping(data: Mapping[str, Value]) -> str:
    """Give a block mapping."""
    return _dump(_mapping(data, ()))


def entry(key: str, value: Value) -> list[str]:
    """Give the lines of ``key: value``."""
    node = CommentedMap()
    node[_text(key, (key,))] = _node(value, (key,))
    return _dump(node).split("\n")[:-1]


def items(values: Sequence[Value], *, column: int) -> list[str]:
    """Give the lines of list items whose dashes stand in this column."""
    lines = entry("k", list(values))[1:]
    return [line and " " * column + line[2:] for line in lines]


def _dump(node: _Node) -> str:
    writer = YAML()
    writer.Resolver = _AsTyped
    writer.width = _WIDTH
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    writer.dump(node, out)
    return out.getvalue()


def _node(value: Value, place: tuple[str | int, ...]) -> _Node:
    if isinstance(value, str):
        return _text(value, place)
    if value is None:
        return PlainScalarString("")
    if isinstance(value, Plain):
        return _plain(value.text, place)
    if isinstance(value, Mapping):
        return _mapping(value, place)
    return CommentedSeq([_node(item, (*place, at)) for at, item in enumerate(value)])


def _mapping(value: Mapping[str, Value], place: tuple[str | int, ...]) -> CommentedMap:
    node = CommentedMap()
    for key, inner in value.items():
        node[_text(key, (*place, key))] = _node(inner, (*place, key))
    return node


def _plain(text: str, place: tuple[str | int, ...]) -> _Node:
    return PlainScalarString(text)


def _text(text: str, place: tuple[str | int, ...]) -> _Node:
    if _block(text):
        return LiteralScalarString(text)
    odd = not text or text != text.strip() or "\n" in text or _INVISIBLE.search(text)
    if odd or any(typed.match(text) for typed in _TYPED):
        return DoubleQuotedScalarString(text)
    return text


def _block(text: str) -> bool:
    """Tell whether a ``|`` block would keep this text and survive an editor."""
    if "\n" not in text or text[0] in " \t\n" or text.endswith("\n\n"):
        return False
    return not _INVISIBLE.search(text) and not _RAGGED.search(text)
