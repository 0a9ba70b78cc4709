"""Sends one span, one log record and one metric point with Python's OTLP exporters, and fails unless all were taken."""

import sys

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult

protocol, service = sys.argv[1:]
# Endpoint, headers and compression come from the environment, as in any application.
if protocol == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
else:
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

results = []


def telling(exporter):
    """The exporter, whose outcomes are kept: processors swallow them."""
    export = exporter.export

    def told(*args, **options):
        result = export(*args, **options)
        results.append(result.name)
        return result

    exporter.export = told
    return exporter


resource = Resource({"service.name": service})
traces = TracerProvider(resource=resource)
traces.add_span_processor(SimpleSpanProcessor(telling(OTLPSpanExporter())))
logs = LoggerProvider(resource=resource)
logs.add_log_record_processor(SimpleLogRecordProcessor(telling(OTLPLogExporter())))
metrics = MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(telling(OTLPMetricExporter()))])

with traces.get_tracer("exporters").start_as_current_span(f"span of {service}"):
    logs.get_logger("exporters").emit(LogRecord(severity_number=SeverityNumber.INFO, body=f"log of {service}"))
metrics.get_meter("exporters").create_counter("requests").add(1)
for provider in (traces, logs, metrics):
    provider.shutdown()
if len(results) < 3 or set(results) != {SpanExportResult.SUCCESS.name}:
    sys.exit(f"not all was taken: {results}")
