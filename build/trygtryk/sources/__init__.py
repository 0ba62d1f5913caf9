"""Read: files to frozen data, strictly."""
