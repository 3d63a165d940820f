"""A desk under other packs, with other people, at another time."""

from functools import partial

import pytest


@pytest.fixture
def under(desk):
    """Give the desk under these packs; people of its own and another now where wanted."""

    def under(*packs: str, people: str | None = None, now: str | None = None):
        desk.write("cs.yaml", f"packs: [{', '.join(packs)}]\nstarted: 2026-03-01\nlanguage: en\n")
        if people is not None:
            desk.write("people.yaml", people)
        if now is not None:
            desk.run = partial(desk.run, now=now)
        return desk

    return under
