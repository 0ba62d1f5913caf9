"""A department's own folder: what it brings, and how its file is changed."""
