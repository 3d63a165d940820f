"""The outside world: records on disk, the index, git, definitions."""
