"""What takes long to load, loaded once for all benches."""

from functools import cache

import spacy
from spacy.language import Language

from bellwire.reading import Reader, load_reader
from bellwire.settings import Settings


@cache
def reader() -> Reader:
    """As a worker has it, but that it takes copy of any length."""
    return load_reader(Settings().model, max_chars=1_000_000)


@cache
def pipeline() -> Language:
    """The same pipeline with all its components."""
    return spacy.load(Settings().model)
