"""Document to Document: marks, imposition, editions."""
