"""Chinese texts of every message: ``zh/LC_MESSAGES/cs.po`` and what it compiles to.

``tests/refresh_messages.py`` brings both up to date with the code; then the empty
``msgstr`` lines are filled in and it runs once more.
"""
