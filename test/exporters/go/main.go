// Sends one span, one log record and one metric point with each of Go's OTLP exporters, and says what became of them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

type exporters struct {
	span   trace.SpanExporter
	metric metric.Exporter
	log    sdklog.Exporter
}

// Endpoint, headers and compression come from the environment, as in any application.
func open(ctx context.Context, protocol string) (exporters, error) {
	var found exporters
	var errs [3]error
	if protocol == "grpc" {
		found.span, errs[0] = otlptracegrpc.New(ctx)
		found.metric, errs[1] = otlpmetricgrpc.New(ctx)
		found.log, errs[2] = otlploggrpc.New(ctx)
	} else {
		found.span, errs[0] = otlptracehttp.New(ctx)
		found.metric, errs[1] = otlpmetrichttp.New(ctx)
		found.log, errs[2] = otlploghttp.New(ctx)
	}
	return found, errors.Join(errs[:]...)
}

func send(ctx context.Context, protocol, service string) error {
	found, err := open(ctx, protocol)
	if err != nil {
		return err
	}
	from := resource.NewSchemaless(attribute.String("service.name", service))
	traces := trace.NewTracerProvider(trace.WithSyncer(found.span), trace.WithResource(from))
	logs := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(found.log)), sdklog.WithResource(from))
	metrics := metric.NewMeterProvider(metric.WithReader(metric.NewPeriodicReader(found.metric)), metric.WithResource(from))

	_, span := traces.Tracer("exporters").Start(ctx, "span of "+service)
	span.SetAttributes(attribute.Int("answer", 42))
	span.End()
	var record log.Record
	record.SetTimestamp(time.Now())
	record.SetBody(attribute.StringValue("log of " + service))
	logs.Logger("exporters").Emit(ctx, record)
	counter, err := metrics.Meter("exporters").Int64Counter("requests")
	if err != nil {
		return err
	}
	counter.Add(ctx, 1)
	return errors.Join(traces.Shutdown(ctx), logs.Shutdown(ctx), metrics.Shutdown(ctx))
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := send(ctx, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
