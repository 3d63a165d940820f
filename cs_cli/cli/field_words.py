"""What fields are called on a command line, and what was typed for them; knows nothing of click."""

from collections.abc import Mapping

from cs_cli.domain.kind import FieldDef


def option_for(name: str) -> str:
    """Give the option of a field."""
    return f"--{name.replace('_', '-')}"


def parameter_for(name: str) -> str:
    """Keep names such as ``from`` apart from Python's own words."""
    return f"field_{name}"


def typed_fields(given: Mapping[str, object]) -> dict[str, object]:
    """Give what was typed for fields, by field name; options not given are left out."""
    return {
        name.removeprefix("field_"): value
        for name, value in given.items()
        if name.startswith("field_") and value not in (None, ())
    }


def option_words(fields: Mapping[str, FieldDef]) -> dict[str, str]:
    """Give the Chinese word of every option."""
    return {field.label.zh: name.replace("_", "-") for name, field in fields.items()}


def with_label(word: str, label: str) -> str:
    """Give a word with its label, once where they are the same."""
    return word if word == label else f"{word} ({label})"
