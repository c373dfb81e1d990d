"""Copy in any format → Article. `sniff.read_copy` is the way in; one module a format."""

from bellwire.wire.article import Article
from bellwire.wire.ninjs import encode, to_ninjs
from bellwire.wire.sniff import MAX_BYTES, read_copy

__all__ = ["MAX_BYTES", "Article", "encode", "read_copy", "to_ninjs"]
