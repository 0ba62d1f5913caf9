"""People: figures drawn from a skeleton, dressed."""
