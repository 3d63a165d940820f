"""Values written as table, plain text, JSON, CSV, Markdown or iCalendar.

Everything here takes values and gives text. A text that is not empty ends with
its own line break and holds no character that could drive a terminal, so the
caller prints it as it is, without another line break; an empty text prints as
nothing at all.
"""
