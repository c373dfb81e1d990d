"""The second opinion: a linear model over the frames that rules look at, asked in the same step as the rules."""

from bellwire.reading.events.opinion.opinion import FIRST, HEADLINE, LATER, Opinion, OpinionData, Spot, figures

__all__ = ["FIRST", "HEADLINE", "LATER", "Opinion", "OpinionData", "Spot", "figures"]
