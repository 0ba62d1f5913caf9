"""The order to the print shop: its lines, its page, and the mail it is sent with."""
