"""Reading: finished bytes into what the rules look at."""
