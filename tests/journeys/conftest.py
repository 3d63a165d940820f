"""Somebody at the desk, in either language."""

import pytest
from clerk import Clerk


@pytest.fixture(params=["en", "zh"])
def clerk(desk, request: pytest.FixtureRequest) -> Clerk:
    """Somebody who types English, and somebody who types Chinese."""
    return Clerk(desk, request.param)
