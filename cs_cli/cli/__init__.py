"""The command line: the only place that knows click."""

from cs_cli.cli.entry import main

__all__ = ["main"]
