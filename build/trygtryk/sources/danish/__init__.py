"""The Danish of another word than *team*: nouns looked up or guessed, and phrases bent round them."""
