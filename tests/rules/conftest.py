"""The desk under other packs."""

import pytest


@pytest.fixture
def under(desk):
    """Give the desk under these packs."""

    def under(*packs: str):
        desk.write("cs.yaml", f"packs: [{', '.join(packs)}]\nstarted: 2026-03-01\nlanguage: en\n")
        return desk

    return under
