"""Attacks on a desk from outside, each with what the person at the keyboard sees.

Rows of the threat table: what comes in records, with a clone, in file names, through git's
settings and the environment. ``tests/proofs/attacks.py`` runs the whole bodies of them.
"""
