"""Let ``python -m cs_cli`` run the command line."""

from cs_cli.cli import main

main()
