"""Reading: an article in, its reading out. `load_reader()` once per process, then `Reader.read(article)`."""

from bellwire.reading.explain import Explanation, explain, rendered
from bellwire.reading.reader import METHOD, Reader, load_reader

__all__ = ["METHOD", "Explanation", "Reader", "explain", "load_reader", "rendered"]
