"""Where logging is set up, once: structlog's and everybody else's lines go to stderr in one form, text or json."""

from __future__ import annotations

import logging
import sys

import structlog

from bellwire.settings import Settings

#: Libraries that tell more than an operator wants; their warnings stay.
_TALKATIVE = ("faust", "mode", "aiokafka", "kafka", "asyncio", "sqlalchemy", "alembic", "uvicorn.access")

#: Seconds in which a library's message is logged once: aiokafka tells forty times a second that a broker is gone.
_ONCE_IN = 30.0


class _OnceInAWhile(logging.Filter):
    """Lets our own records pass, and of others' the same message only once in a while."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log it."""
        if record.name.startswith("bellwire"):
            return True
        what = (record.name, str(record.msg)[:80])
        if record.created - self._last.get(what, 0.0) < _ONCE_IN:
            return False
        if len(self._last) > 1000:
            self._last.clear()
        self._last[what] = record.created
        return True


def set_up(settings: Settings) -> None:
    """Send every log line of this process to stderr as `settings.log_format` and `settings.log_level` say."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([structlog.processors.format_exc_info] if settings.log_format == "json" else []),
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_OnceInAWhile())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
