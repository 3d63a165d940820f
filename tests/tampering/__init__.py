"""Ways of tampering with the history of a desk, and honest histories that only look odd.

Every kind is done as somebody with git and an editor would do it; each says what ``cs audit`` must
find: code, commit, file, person. The proof in ``tests/proofs/tampering.py`` runs them all and
prints what was found; ``tests/journeys/test_tampering.py`` holds each of them to it.
"""
