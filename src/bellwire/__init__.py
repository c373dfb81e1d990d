"""Bellwire reads wire copy as it arrives and publishes sourced, de-duplicated alerts.

`from bellwire import subscribe` is the three-line client (bellwire.subscribe).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bellwire.subscribe import subscribe as subscribe

__version__ = "0.1.0"
