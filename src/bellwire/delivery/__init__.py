"""Who is sent what: subscriptions with their matchers, and the sender that keeps them.

subscriptions, keys      who is sent what, with which secrets
labels, matchers         what an alert can be asked for (filters: in an address)
decide, timing           is this version for this subscription, and when? (silences, presumed)
sender, inbox, office    alerts off the ledger, decided once
lane, plan, patience     the way to one target, what goes now, how often it is tried (destination)
targets, posting, mail   one door for all routes (payloads, wording)
rehearsal                what would have been sent
"""

from bellwire.delivery.sender import prepared

__all__ = ["prepared"]
