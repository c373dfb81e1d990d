"""Who is sent what: subscriptions with their matchers, and the sender that keeps them.

`decide` says whether and when an alert version goes to a subscription; `sender` carries it there.
"""

from bellwire.delivery.sender import prepared

__all__ = ["prepared"]
