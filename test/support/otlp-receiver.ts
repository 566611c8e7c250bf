import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A collector: takes OTLP over HTTP as JSON and keeps what it gets. */
export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly points: readonly ReceivedPoint[];
  close(): Promise<void>;
}

type Attributes = Readonly<Record<string, unknown>>;

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly attributes: Attributes;
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
  }[];
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Attributes;
  }[];
  /** Of the process that made it. */
  readonly resource: Attributes;
}

/** A value of a metric, or how many there are of a histogram. */
export interface ReceivedPoint {
  readonly name: string;
  readonly attributes: Attributes;
  readonly value: number;
  readonly resource: Attributes;
}

export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const points: ReceivedPoint[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      if (request.url === "/v1/traces")
        spans.push(...spansIn(JSON.parse(text)));
      else if (request.url === "/v1/metrics") {
        points.push(...pointsIn(JSON.parse(text)));
      } else response.statusCode = 404;
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    points,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Resource {
  readonly attributes?: readonly KeyValue[];
}

interface TraceExport {
  readonly resourceSpans?: readonly {
    readonly resource?: Resource;
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ReceivedSpan, "attributes" | "events"> & {
        readonly attributes?: readonly KeyValue[];
        readonly events?: readonly {
          readonly name: string;
          readonly attributes?: readonly KeyValue[];
        }[];
      })[];
    }[];
  }[];
}

function spansIn({ resourceSpans = [] }: TraceExport): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        links: span.links ?? [],
        attributes: plain(span.attributes),
        events: (span.events ?? []).map(({ name, attributes }) => ({
          name,
          attributes: plain(attributes),
        })),
        resource: plain(resource?.attributes),
      })),
    ),
  );
}

interface Point {
  readonly attributes?: readonly KeyValue[];
  readonly asInt?: number | string;
  readonly asDouble?: number;
  readonly count?: number | string;
}

interface MetricExport {
  readonly resourceMetrics?: readonly {
    readonly resource?: Resource;
    readonly scopeMetrics: readonly {
      readonly metrics: readonly (Readonly<
        Record<
          "sum" | "gauge" | "histogram",
          { readonly dataPoints: readonly Point[] } | undefined
        >
      > & { readonly name: string })[];
    }[];
  }[];
}

function pointsIn({ resourceMetrics = [] }: MetricExport): ReceivedPoint[] {
  return resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics
      .flatMap(({ metrics }) => metrics)
      .flatMap(({ name, sum, gauge, histogram }) =>
        ((sum ?? gauge ?? histogram)?.dataPoints ?? []).map((point) => ({
          name,
          attributes: plain(point.attributes),
          value: Number(point.asInt ?? point.asDouble ?? point.count),
          resource: plain(resource?.attributes),
        })),
      ),
  );
}

function plain(pairs: readonly KeyValue[] = []): Attributes {
  return Object.fromEntries(
    pairs.map(({ key, value }) => [key, Object.values(value)[0]]),
  );
}
