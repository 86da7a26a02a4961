"""One trace from feed item to notification: W3C `traceparent` in Kafka's headers, in logs and in webhooks.

A trace begins where a record is published, and its ids follow from the record's bytes: one that is published again
after a crash, or replayed, is in the same trace. Spans are exported where MARSAD_OTLP says to whom and the extra `otel`
is installed; without them only the ids go along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any, Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from marsad.errors import ConfigError
from marsad.settings import Settings

HEADER: Final = "traceparent"
_NAME: Final = "marsad"
_PROPAGATOR: Final = TraceContextTextMapPropagator()
_TRACER: Final = trace.get_tracer(_NAME)
_born: ContextVar[bytes | None] = ContextVar("born", default=None)

Headers = list[tuple[str, bytes]]


def born(data: bytes) -> Headers:
    """The headers of a record with which a trace begins."""
    digest = sha256(data).digest()
    token = _born.set(digest)
    try:
        _TRACER.start_span("publish", context=Context(), kind=trace.SpanKind.PRODUCER).end()
    finally:
        _born.reset(token)
    return [(HEADER, f"00-{digest[:16].hex()}-{digest[16:24].hex()}-01".encode())]


@contextmanager
def following(name: str, headers: Any, **attributes: str) -> Iterator[None]:
    """Work on a consumed record, as a span of the trace that its headers name; what is sent meanwhile goes into it.

    Args:
        name: Of the work.
        headers: Of the record: pairs or a mapping, as the Kafka clients give them; None where it has none.
        attributes: What the work is about.
    """
    kind = trace.SpanKind.CONSUMER
    with _TRACER.start_as_current_span(name, context=_parent(headers), kind=kind, attributes=attributes):
        yield


def noted(name: str, headers: Any, began: float) -> None:
    """Work on a consumed record that is done, and began so many seconds after the epoch."""
    kind = trace.SpanKind.CONSUMER
    _TRACER.start_span(name, context=_parent(headers), kind=kind, start_time=int(began * 1e9)).end()


def passed(headers: Any) -> Headers:
    """What of a record's headers a copy of it takes along."""
    return [(name, value) for name, value in _pairs(headers) if name == HEADER and value]


def carried() -> Headers:
    """The headers of a record that is sent within a trace; none outside of one."""
    return [(name, value.encode()) for name, value in outgoing().items()]


def outgoing() -> dict[str, str]:
    """The same as HTTP headers."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier


def named(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: each line that is logged within a trace names it."""
    del logger, method
    context = trace.get_current_span().get_span_context()
    return {**event, "trace_id": trace.format_trace_id(context.trace_id)} if context.is_valid else event


def configure(settings: Settings) -> None:
    """Export spans of this process to MARSAD_OTLP, beside the work; what waits goes out at the end.

    Raises:
        ConfigError: when the extra `otel` is not installed.
    """
    if settings.otlp is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ConfigError(
            "traces need what is not installed", resource="MARSAD_OTLP", hint="pip install 'marsad[otel]'"
        ) from error
    provider = TracerProvider(id_generator=_ids(), resource=Resource.create({"service.name": _NAME}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{settings.otlp.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)


def _parent(headers: Any) -> Context:
    carrier = {name: value.decode("ascii", "replace") for name, value in passed(headers)}
    return _PROPAGATOR.extract(carrier, Context())


def _pairs(headers: Any) -> Iterable[tuple[str, bytes]]:
    return headers.items() if isinstance(headers, Mapping) else headers or ()


def _ids() -> Any:
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Ids(RandomIdGenerator):
        """Of a trace that begins those of its record, else random ones."""

        def generate_trace_id(self) -> int:
            digest = _born.get()
            return int.from_bytes(digest[:16], "big") if digest else super().generate_trace_id()

        def generate_span_id(self) -> int:
            digest = _born.get()
            return int.from_bytes(digest[16:24], "big") if digest else super().generate_span_id()

    return Ids()
