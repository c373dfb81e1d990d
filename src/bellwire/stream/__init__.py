"""Faust: carries articles to readings to alerts and loses nothing. `carry.py` is the whole way on one screen.

worker         start to end of one process          checks, group, probe, health: before, in and about it
carry          one loop for both agents             head_run, turns, together: in which order, which may be acknowledged
reader_agent   articles → readings, in processes    reading_pool, pool, line, child, fork_server, work
watcher_agent  readings → threads and alerts        steps, clock, outbox
envelope       what is published, with headers      publisher, dead_letters, schemas
app            Faust's settings                     fetching, topic_ids, from_zero: what it does not do by itself
lag, watchdog, feed_silence                         who is behind, stands still, says nothing
audit, rebuild, resend                              what operators run
message, patience                                   what all of them are given
"""
