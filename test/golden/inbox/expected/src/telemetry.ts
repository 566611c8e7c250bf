import {
  diag,
  DiagConsoleLogger,
  DiagLogLevel,
  metrics,
} from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from "@opentelemetry/resources";
import {
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
} from "@opentelemetry/sdk-trace-node";

// Starts OpenTelemetry's SDK before the app: `node --import ./dist/telemetry.js`. Add instrumentations and exporters of your own here.
const serviceName = "inbox";
const { env } = process;

if (env["OTEL_SDK_DISABLED"]?.toLowerCase() !== "true") start();

function start(): void {
  diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN);
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": serviceName }))
    .merge(
      // Server and workers are told apart by service.instance.id.
      detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }),
    );
  if (env["OTEL_TRACES_EXPORTER"] !== "none") {
    const spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter())];
    new NodeTracerProvider({ resource, spanProcessors }).register();
  }
  if (env["OTEL_METRICS_EXPORTER"] !== "none") {
    const interval = Number(env["OTEL_METRIC_EXPORT_INTERVAL"]) || 60_000;
    const reader = new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis: interval,
      exportTimeoutMillis: Math.min(interval, 30_000),
    });
    const provider = new MeterProvider({ resource, readers: [reader] });
    metrics.setGlobalMeterProvider(provider);
  }
}
