"""Topics and their administration, and the embedded broker. `topics` is the way in, `admin` asks, `embedded` serves.

headers, rights              what messages bear, and what each part may do
clients                      how the brokers are spoken with
ends, past, tail, follower   reading a topic: where it ends, what is in it, its newest, all that comes
topic_ids                    whether it is still the topic that offsets belong to
"""
