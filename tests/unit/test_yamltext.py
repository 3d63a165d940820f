"""The strict reader by itself; refusals are shown by the bad examples of test_codec."""

import time

import pytest
import yaml

from cs_cli.domain.errors import Broken
from cs_cli.store import yamlstrict, yamltext


@pytest.fixture(params=["with the C parser", "without the C parser"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "without the C parser":
        monkeypatch.setattr(yamlstrict, "LOADER", yaml.BaseLoader)
    return str(request.param)


def test_data_is_text_and_nothing(parser: str) -> None:
    text = b"a: 1\nb: no\nc:\nd: ~\ne: ''\nf: [~, '~', ]\ng: {}\nh: null\n"
    data = yamltext.parse(text, path="cs.yaml").data
    assert data == {
        "a": "1",
        "b": "no",
        "c": None,
        "d": None,
        "e": "",
        "f": [None, "~"],
        "g": {},
        "h": "null",
    }


def test_lines_are_those_of_the_file(parser: str) -> None:
    """A list of people, as in people.yaml."""
    text = b"---\n# staff\n- id: li.na\n  roles: [clerk,\n    manager]\n- id: wu.gang\n"
    node = yamltext.parse(text, path="people.yaml", first_line=10)
    assert node.line(0, "id") == 12
    assert node.line(0, "roles", 1) == 14
    assert node.line(1) == 15
    assert node.line(1, "nowhere", 3) == 15
    assert node.line(9) == 12
    assert node.line() == 12


def test_an_empty_text_holds_nothing(parser: str) -> None:
    assert yamltext.parse(b"", path="x").data is None
    assert yamltext.parse(b"# only a comment\n", path="x").data is None


def test_64_levels_are_read_and_65_are_not(parser: str) -> None:
    assert yamltext.parse(b"[" * 64 + b"]" * 64, path="x").data
    with pytest.raises(Broken, match="more than 64 levels"):
        yamltext.parse(b"[" * 65 + b"]" * 65, path="x")


@pytest.mark.parametrize(
    "text", [b"[" * 50000, b"{a: " * 20000, b"- " * 20000, b"? " * 20000, b"a: " * 20000]
)
def test_a_bomb_of_brackets_is_refused_at_once(text: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(Broken):
        yamltext.parse(text, path="x")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("title：x\nstatus: y\n", "half-width colon"),
        ("a:\n\t- b\n", "indent with spaces"),
        ('a: "x\n', "closing quotation mark"),
        ("a: @x\n", "in quotes"),
        ("a: b: c\n", "in quotes"),
        ("a: 'it's'\n", "quote the whole text"),
        ("a: [1\nb: 2\n", "close it with"),
        ("%YAML 1.2\n---\na: b\n", "delete the line"),
        ("a: 1\n---\nb: 1\n", "second '---'"),
    ],
)
def test_a_refusal_says_what_to_do(text: str, hint: str, parser: str) -> None:
    with pytest.raises(Broken) as refusal:
        yamltext.parse(text.encode(), path="x")
    assert hint in str(refusal.value.problems[0].hint)


@pytest.mark.parametrize("text", ["%FOO\n", "a: ]\n", "a: |3x\n", '"\\UFFFFFFFF"', "- a\nb: 1\n"])
def test_whatever_else_is_wrong_has_a_line_too(text: str, parser: str) -> None:
    with pytest.raises(Broken) as refusal:
        yamltext.parse(text.encode(), path="x")
    assert refusal.value.problems[0].line
