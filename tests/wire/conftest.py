"""A busy machine's pauses are no fault of a reader: what must be quick is measured in processor seconds, not by
hypothesis's clock."""

from hypothesis import settings

settings.register_profile("by-processor-time", deadline=None)
settings.load_profile("by-processor-time")
