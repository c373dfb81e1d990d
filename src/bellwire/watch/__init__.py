"""Readings → threads and alerts. `watcher.py` is the whole way on one screen; one module a question.

versions, admission, corrections    seen before? may it alert? what does the copy say of itself?
incidents, story, reports           what one article tells, and what that changes in a thread
keys, home, same_thing, telling, places   which thread is it of?
again                               is it a new blow where one fell before?
sources, certainty, feed_grades     whose word is it, and how sure is the thing?
matter, facts, deadlines             what is known of a thread, and what is due
priority, headline, phrases         how loud, and in which words
changes, publish                    what a version adds; the version
kills, embargo, tempo               taken back; held; how much is told of a country
clockwork                           what the clock alone changes
thread, alert, reasons, policy      what is remembered, published, said of each decision, weighed
memory, rehearsal                   all of it without a database
"""

from bellwire.watch.memory import MemoryLedger
from bellwire.watch.reasons import MEANING, Reason
from bellwire.watch.watcher import Watcher, load_watcher

__all__ = ["MEANING", "MemoryLedger", "Reason", "Watcher", "load_watcher"]
