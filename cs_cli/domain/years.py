"""The years that dates on a desk may lie in."""

YEARS = range(1900, 3000)
