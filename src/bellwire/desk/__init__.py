"""The desk: the page that an editor keeps open, and the same as JSON and as an event stream.

server, app                            what serves, and which room answers which address
gate, access, login                    the door: who is it, and may it do that? (guard, heads, problems)
pages, stories, atlas, health          the rooms: list, thread, map, health (silences, subscriptions, acts)
lists, orders, arrivals                what they show (board, review)
views, words, differences              and in which words (marking, drawing, rendering, forms, people)
api, api_threads, api_events           the same for programs (api_records, answers, shapes, openapi, probes, formats)
feed, live, stream                     what passes now, and who listens (kills, sifting)
"""

from __future__ import annotations

from bellwire.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings) -> int:
    """Serve the desk until SIGTERM or SIGINT; the exit code. Raises BellwireError where it cannot start."""
    from bellwire.desk.server import run

    return run(settings)
