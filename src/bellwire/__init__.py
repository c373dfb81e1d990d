"""Bellwire reads wire copy as it arrives and publishes sourced, de-duplicated alerts."""

__version__ = "0.1.0"

#: The version of the method that every reading and every score names: changes when what is read or scored changes.
METHOD = "2026.11"
