"""Bellwire reads wire copy as it arrives and publishes sourced, de-duplicated alerts."""

__version__ = "0.1.0"
