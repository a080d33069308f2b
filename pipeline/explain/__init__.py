"""Explaining one file: what was found in it, by what, and what that beat, in the terminal or as a page."""
