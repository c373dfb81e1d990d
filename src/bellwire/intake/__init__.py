"""Feeds → articles topic: `files` sends once, `directory` watches a drop folder; `example` is the wire that ships."""
