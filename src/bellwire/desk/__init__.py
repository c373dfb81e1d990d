"""The desk: the page that an editor keeps open, and the same as JSON and as an event stream."""

from __future__ import annotations

from bellwire.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings) -> int:
    """Serve the desk until SIGTERM or SIGINT; the exit code. Raises BellwireError where it cannot start."""
    from bellwire.desk.server import run

    return run(settings)
