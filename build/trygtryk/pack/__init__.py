"""What is kept in out/: whole files or none, one at a time, and nothing of people's own lost."""
