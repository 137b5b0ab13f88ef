"""Structured logs, one JSON object a line, in which no ID number, telephone or bank card survives."""

from __future__ import annotations

import re
from typing import Any

import structlog

from silverbridge.config.env import env

# 15-19 digits cover ID numbers and cards, 11 cover mobiles; a reference number (8 or 12 digits) stays readable.
PRIVATE = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{15,19}|\d{14,17}[Xx]|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![0-9A-Za-z])"
)
SECRET_NAMES = re.compile(
    r"(?i)(password|secret|token|authorization|cookie|key|phone|id_number|address|name_text|answers)"
)


def redact(value: Any) -> Any:
    """The same value with private numbers replaced by ``[hidden]``, at any depth."""
    if isinstance(value, str):
        return PRIVATE.sub("[hidden]", value)
    if isinstance(value, dict):
        return {k: "[hidden]" if SECRET_NAMES.search(str(k)) else redact(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [redact(v) for v in value]
    return value


def redact_event(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """structlog processor: the last step before rendering."""
    return redact(event)


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact_event,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": env().log_level},
    "loggers": {
        "django.server": {"handlers": ["out"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["out"], "level": "ERROR", "propagate": False},
    },
}
