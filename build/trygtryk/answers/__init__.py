"""Answers: into a form, out of filled ones, and into a table people can use."""
