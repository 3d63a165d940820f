"""The words of the department as frozen values and pure functions."""
