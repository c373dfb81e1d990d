"""Words of others on one line of ours: on a terminal, in a log, in a title."""

from __future__ import annotations


def printable(text: str, instead: str = "\ufffd") -> str:
    """`instead` of every sign that does not print: controls, which would drive a terminal, breaks of lines, marks that
    turn the direction of writing, halves of characters. A space stays, of other widths it does not."""
    return "".join(sign if sign.isprintable() else instead for sign in text)
