"""Type: text set and placed."""
