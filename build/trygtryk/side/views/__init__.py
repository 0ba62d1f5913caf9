"""What the page answers the browser: one module a view."""
