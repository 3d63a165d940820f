"""Words in both languages."""

from collections.abc import Mapping
from contextvars import ContextVar
from gettext import gettext as _
from typing import Literal, NamedTuple

from cs_cli.domain.errors import Invalid

Language = Literal["en", "zh"]

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


def speak(language: Language) -> None:
    """Choose the language in which labels are said for the rest of this run."""
    _spoken.set(language)


def spoken() -> Language:
    """Give the language of this run."""
    return _spoken.get()


class Text(NamedTuple):
    """A label or sentence of a kind or pack, in English and Chinese."""

    en: str
    zh: str

    def __str__(self) -> str:
        """Say it in the language of this run."""
        return self.said_in(spoken())

    def said_in(self, language: Language) -> str:
        """Say it in one language: the desk's own in records, so that every clone says the same."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def parse(cls, data: object) -> "Text":
        """Read ``{en: …, zh: …}``; both are needed."""
        given = data if isinstance(data, Mapping) else {}
        said = {key: value for key, value in given.items() if isinstance(value, str) and value}
        if set(given) != {"en", "zh"} or set(said) != {"en", "zh"}:
            raise Invalid(_("give the text in both languages: en and zh"))
        return cls(en=said["en"], zh=said["zh"])

    def both(self) -> Mapping[Language, str]:
        """Give both, for machines and for words accepted as input."""
        return {"en": self.en, "zh": self.zh}
