"""The second opinion: what was learned from annotated texts, asked in the same step as the rules."""

from bellwire.reading.events.opinion.about import About
from bellwire.reading.events.opinion.opinion import Opinion, OpinionData
from bellwire.reading.events.opinion.told import FIRST, HEADLINE, LATER, Spot, figures, named

__all__ = ["FIRST", "HEADLINE", "LATER", "About", "Opinion", "OpinionData", "Spot", "figures", "named"]
