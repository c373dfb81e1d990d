"""Reading: an article in, its reading out. `load_reader()` once per process, then `Reader.read(article)`.

What reads is imported when it is asked for: half a second, which nobody pays who only looks at readings.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bellwire.reading.reading import METHOD

if TYPE_CHECKING:
    from bellwire.reading.explanation import Explanation, explain, rendered
    from bellwire.reading.reader import Reader, load_reader

__all__ = ["METHOD", "Explanation", "Reader", "explain", "load_reader", "rendered"]

_IN = {
    "Explanation": "explanation",
    "explain": "explanation",
    "rendered": "explanation",
    "Reader": "reader",
    "load_reader": "reader",
}


def __getattr__(name: str) -> Any:
    if name not in _IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_IN[name]}"), name)
