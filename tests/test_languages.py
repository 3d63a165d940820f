"""Everything people read is there in English and in Chinese.

When a test here fails after a change of messages: ``.venv/bin/python tests/refresh_messages.py``,
fill in the empty texts, run it again.
"""

import ast
import gettext
import re
from io import BytesIO
from pathlib import Path

import click
import pytest
import yaml
from babel.messages.mofile import read_mo
from refresh_messages import (
    CLICK,
    CODE,
    MO,
    PO,
    ROOT,
    click_version,
    compiled,
    extracted,
    is_translated,
    messages,
    read,
)

PLACEHOLDER = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}|%\((\w+)\)")
LABELS = sorted((ROOT / "templates").rglob("*.yaml"))


@pytest.fixture(scope="module")
def catalogue():
    return read(PO)


@pytest.fixture(scope="module")
def code():
    return identifiers(extracted(CODE))


def identifiers(of):
    return {(message.id, message.context) for message in messages(of)}


def forms(text):
    return text if isinstance(text, tuple) else (text,)


def names(text):
    return {"".join(found) for found in PLACEHOLDER.findall(text)}


def test_every_message_of_the_code_is_in_the_catalogue(catalogue, code):
    assert sorted(map(str, code - identifiers(catalogue))) == []


def test_every_message_has_a_chinese_text(catalogue):
    assert [message.id for message in messages(catalogue) if not is_translated(message)] == []


def test_the_catalogue_has_no_message_that_is_no_longer_used(catalogue, code):
    assert sorted(map(str, identifiers(catalogue) - code - identifiers(read(CLICK)))) == []
    assert not catalogue.obsolete


def test_the_words_of_click_are_in_the_catalogue(catalogue):
    assert identifiers(read(CLICK)) - identifiers(catalogue) == set()


def test_the_list_of_the_words_of_click_is_that_of_its_version():
    listed = CLICK.read_text(encoding="utf-8").split("\n", 1)[0].rsplit(" ", 1)[1]
    if listed != click_version():
        pytest.skip(f"the list is that of click {listed}")
    assert identifiers(extracted(Path(click.__file__).parent)) == identifiers(read(CLICK))


def test_a_translation_has_the_placeholders_of_its_message(catalogue):
    """The last form of a plural has them all: Chinese uses one text for one and for many."""
    wrong = [
        message.id
        for message in messages(catalogue)
        for text in forms(message.string)
        if text and names(text) != names(forms(message.id)[-1])
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_texts(catalogue):
    def texts(content):
        return {str(message.id): message.string for message in messages(read_mo(BytesIO(content)))}

    assert texts(MO.read_bytes()) == texts(compiled(catalogue))


def test_gettext_finds_the_texts():
    chinese = gettext.translation("cs", CODE / "locale", ["zh"])
    assert chinese.gettext("Usage:") == "用法:"
    assert chinese.gettext("refused: {message}").startswith("不允许")
    assert "'due'" in chinese.ngettext(
        "Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1
    ).format(possibilities="'due'", possibility="'due'")


@pytest.mark.parametrize("path", sorted(CODE.rglob("*.py")), ids=lambda path: path.stem)
def test_messages_are_written_out_where_they_are_said(path):
    """``_(f"…")`` and ``_(variable)`` would be looked up in vain."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}
    ]
    odd = [node.lineno for node in calls if not isinstance(node.args[0], ast.Constant)]
    assert odd == []


def one_sided(node, place=""):
    """Give the places of labels that lack a language."""
    if isinstance(node, list):
        for number, child in enumerate(node):
            yield from one_sided(child, f"{place}[{number}]")
    if isinstance(node, dict):
        if {"en", "zh"} & node.keys() and not (node.get("en") and node.get("zh")):
            yield place
        for key, child in node.items():
            yield from one_sided(child, f"{place}.{key}")


@pytest.mark.parametrize("path", LABELS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_label_of_a_template_is_there_in_both_languages(path):
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert list(one_sided(content)) == []


def test_a_label_in_one_language_is_found():
    labels = {"fields": [{"label": {"en": "Owner"}}, {"label": {"en": "Due", "zh": ""}}]}
    assert list(one_sided(labels)) == [".fields[0].label", ".fields[1].label"]
