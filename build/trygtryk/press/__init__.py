"""Document to PDF bytes; knows nothing of products."""
