"""Rules: what finished files must keep."""
