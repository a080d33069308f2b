"""The kit: model, rules and vocabularies, loaded once and passed to the stages."""

import gc
from dataclasses import dataclass
from pathlib import Path

from pipeline import clean, relate
from pipeline.extract import choose, countries, counts, dates, institutions, specialties
from pipeline.extract.language import load_language
from pipeline.extract.view import Reader
from pipeline.gazetteer import Gazetteer, load_gazetteer
from pipeline.rules import default_folder


@dataclass(frozen=True, slots=True)
class Kit:
    """All that the stages need and that does not change during a run."""

    folder: Path
    language: Reader
    gazetteer: Gazetteer
    cleaning: clean.Cleaning
    institutions: institutions.Institutions
    countries: countries.Countries
    specialties: specialties.Specialties
    dates: dates.Grammar
    counts: counts.Grammar
    exclusions: choose.Exclusions
    relations: relate.Relations


def load_kit(folder: Path | None = None) -> Kit:
    """Load everything from `folder` (the project's `rules/` by default); raises RuleError."""
    folder = folder or default_folder()
    collects = gc.isenabled()
    # Nothing that is loaded becomes garbage, and to look for it again and again takes a fifth of the time.
    gc.disable()
    try:
        return _load(folder)
    finally:
        if collects:
            gc.enable()


def _load(folder: Path) -> Kit:
    gazetteer = load_gazetteer(folder)
    return Kit(
        folder=folder,
        gazetteer=gazetteer,
        cleaning=clean.load(folder),
        institutions=institutions.load(folder, gazetteer),
        countries=countries.load(folder),
        specialties=specialties.load(folder),
        dates=dates.load(folder),
        counts=counts.load(folder),
        exclusions=choose.load(folder),
        relations=relate.load(folder, gazetteer),
        language=load_language(),
    )
