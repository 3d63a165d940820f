"""``cs audit`` finds every kind of tampering, says what it is, and accuses nobody else (S13)."""

import pytest
from tampering import signed
from tampering.every import HONEST, KINDS
from tampering.kinds import Kind
from tampering.verdict import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"), quick=True)


@pytest.mark.parametrize("kind", [*KINDS, *HONEST], ids=str)
def test_just_this_is_found(bench: Bench, kind: Kind):
    if kind.signed and not signed.possible():
        pytest.skip("there is no ssh-keygen to sign with")
    verdict = bench.judge(kind)
    assert (verdict.missing, verdict.besides) == ([], [])
    assert bool(verdict.code) == bool(verdict.wanted)
