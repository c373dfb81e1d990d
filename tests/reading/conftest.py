"""One reader for all tests of the room: loading takes seconds, reading milliseconds."""

import pytest

from bellwire.reading import Reader
from kit.readers import full_reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return full_reader()
