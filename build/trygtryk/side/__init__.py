"""The page: a coordinator makes the pack in a browser, on the own machine and in the department's own folder."""
