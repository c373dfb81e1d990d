"""Alerts in other forms, as pure functions: Atom feeds, CAP 1.2 messages."""

from bellwire.desk.formats.atom import atom
from bellwire.desk.formats.cap import cap

__all__ = ["atom", "cap"]
