"""Something that lies in a desk, before anybody has read it."""

from typing import Literal, NamedTuple

Form = Literal["file", "link", "other", "unmerged"]


class Lying(NamedTuple):
    """Where it lies, seen from the desk, and what it is."""

    path: str
    form: Form = "file"
