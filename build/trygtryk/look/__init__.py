"""Look: contact sheets, drawings and how others see them."""
