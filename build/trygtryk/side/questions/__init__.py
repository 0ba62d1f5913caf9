"""What the page asks the engine: plain functions of plain data, answered in the engine's own process."""
