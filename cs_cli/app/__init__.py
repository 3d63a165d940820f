"""One function per job; joins store and rules."""
