"""Cleaning as the project's rules have it, for the tests of it."""

from pipeline.clean import clean, load
from pipeline.rules import default_folder

CLEANING = load(default_folder())


def cleaned(text: str) -> str:
    return clean(text, CLEANING)
