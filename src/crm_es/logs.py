"""Log lines for people or for machines, on standard error, each with the request that it belongs to."""

import logging
import re
import sys
from typing import Final, Literal, TextIO

import structlog
from asgi_correlation_id import correlation_id
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor, WrappedLogger

LINK: Final = re.compile(r"/c/[\w%-]{16,}")


def set_up(form: Literal["console", "json"] = "console", level: str = "INFO", stream: TextIO | None = None) -> None:
    """Sends our own lines and those of every library one way."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_correlation,
        without_colours,
        without_links,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering(form, stream)],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells every job, and what is in it


def rendering(form: Literal["console", "json"], stream: TextIO) -> list[Processor]:
    # Local variables hold people's data, so tracebacks go without them.
    if form == "console":
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=plain)]
    return [
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def add_correlation(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """A line that names its own correlation keeps it: a policy has that of the event which it answers."""
    if request := correlation_id.get():
        line.setdefault("correlation_id", request)
    return line


def without_colours(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Uvicorn says everything twice, once in colour."""
    line.pop("color_message", None)
    return line


def without_links(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Whoever has the link of a client can accept in their name: nobody finds one in a log."""
    line["event"] = LINK.sub("/c/…", str(line.get("event", "")))
    return line
