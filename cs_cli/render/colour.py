"""The few colours there are, by what they mean."""

from typing import Literal

Tone = Literal["none", "title", "alarm", "warning", "good", "faint", "mark"]

_CODES: dict[Tone, str] = {
    "title": "1",
    "alarm": "31",
    "warning": "33",
    "good": "32",
    "faint": "2",
    "mark": "36",
}
OURS = r"\x1b\[(?:0|1|2|31|32|33|36)m"
"""The pattern of exactly the sequences that :func:`paint` makes, and no other."""


def paint(text: str, tone: Tone, *, colour: bool) -> str:
    """Give each line of a text in a tone, or the text as it is when ``colour`` is off."""
    code = _CODES.get(tone)
    if not (colour and code and text):
        return text
    return "\n".join(f"\x1b[{code}m{line}\x1b[0m" if line else "" for line in text.split("\n"))
