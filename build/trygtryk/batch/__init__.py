"""Many departments at once: a table or a folder of folders, a pack each, here or on many machines."""
