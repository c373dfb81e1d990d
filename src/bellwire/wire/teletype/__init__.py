"""IPTC 7901 and ANPA 1312: copy as the wire machines send it, and as archives have it without its controls → Articles.

`frames` cuts a transmission into messages, `headers` reads a message's header, `stamps` its time, `iptc` and `anpa` lay
out its text, `stories` joins takes and makes articles; `baudot` and `typesetter` are the codes of older lines. Sources:
IPTC 7901, revision 5; ANPA 1312 (NAA 89-3).
"""

from bellwire.wire.teletype.baudot import telegraphed
from bellwire.wire.teletype.frames import is_teletype
from bellwire.wire.teletype.stories import read
from bellwire.wire.teletype.typesetter import is_six_bit, typeset

__all__ = ["is_six_bit", "is_teletype", "read", "telegraphed", "typeset"]
