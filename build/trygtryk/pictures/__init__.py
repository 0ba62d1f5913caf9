"""Pictures: scenes, props, somebody's own art, codes."""
