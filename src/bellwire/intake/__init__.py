"""Feeds → articles topic: `files` sends once, `directory` watches a drop folder; `example` is the wire that ships.

messages, lane, producer, outlet     copy as the topic carries it, confirmed
files, directory, drop_folder        from disk (folders, pieces, archives, unpacking, resume, look)
rss, poll, news_pages                asked for over the network (online, rounds, pacing, fetching, arrivals, memory)
http_app, pushed, bodies             pushed (http_auth, http_limits, http_patience, http_server)
feeds, keys, silence                 what a newsroom knows of each feed, its secrets, and whether it speaks
"""
