import {
  createKernel,
  type Kernel,
  type KernelOptions,
} from "../../../templates/app/src/frameio/kernel/kernel.gen.js";
import type { KernelRequest } from "../../../templates/app/src/frameio/kernel/http/http.gen.js";
import type { Logger } from "../../../templates/app/src/frameio/kernel/observation/log.gen.js";
import { createCounters } from "../../../templates/app/src/frameio/kernel/observation/metrics.gen.js";
import type {
  DeliveryDescription,
  ProviderRoute,
  Routes,
  SecretSource,
  Validator,
  WebhookRoute,
} from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import { signDelivery } from "../../../templates/app/src/frameio/kernel/verification/sign-delivery.gen.js";
import {
  createOnWebhook,
  type Webhook,
  type WebhookContext,
  type WebhookOptions,
} from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";

/** 2023-11-14T22:13:20Z, milliseconds. */
export const clock = 1_700_000_000_000;

export const path = "/webhooks/frameio";

export const frameio: DeliveryDescription = {
  signature: {
    algorithm: "hmac-sha256",
    header: "x-frameio-signature",
    signed: "v0:{timestamp}:{body}",
    encoding: "hex",
    prefix: "v0=",
  },
  timestamp: {
    header: "x-frameio-request-timestamp",
    unit: "seconds",
    toleranceSeconds: 300,
  },
  event: { pointer: "/type" },
  resource: { id: "/resource/id", type: "/resource/type" },
  contentType: "application/json",
  timeoutSeconds: 5,
};

/** Several events in a delivery, each with an id. */
export const batches: DeliveryDescription = {
  ...frameio,
  id: { pointer: "/id" },
  batch: { pointer: "" },
};

export const provider: ProviderRoute = {
  id: "frameio",
  path,
  delivery: frameio,
};

export interface TestEvent {
  readonly type: string;
  readonly resource?: { readonly id: string; readonly type: string };
  readonly [key: string]: unknown;
}

export const fileReady: TestEvent = {
  type: "file.ready",
  account: { id: "acc_123" },
  workspace: { id: "ws_123" },
  resource: { id: "file_123", type: "file" },
};

export type Handle = (event: TestEvent, context: WebhookContext) => unknown;

const onWebhook = createOnWebhook<Record<string, TestEvent>>();

export function handler(
  events: string | readonly string[],
  handle: Handle = () => {},
  options?: WebhookOptions<TestEvent>,
): Webhook {
  return onWebhook(events, handle, options) as Webhook;
}

export const anything: Validator = () => true;

export function webhook(
  event: string,
  {
    handle,
    options,
    ...route
  }: Partial<WebhookRoute> & {
    handle?: Handle;
    options?: WebhookOptions<TestEvent>;
  } = {},
): WebhookRoute {
  return {
    name: event.replaceAll(".", "-"),
    provider: "frameio",
    handler: handler(event, handle, options),
    events: { [event]: () => Promise.resolve({ default: anything }) },
    secret: fromEnv("WEBHOOK_SECRET"),
    mode: "inline",
    dedupe: { kind: "delivery" },
    ...route,
  };
}

export function fromEnv(...variables: string[]): SecretSource {
  return { kind: "env", variables };
}

export function routesOf(
  webhooks: readonly WebhookRoute[],
  rest: Partial<Routes> = {},
): Routes {
  return {
    providers: [provider],
    webhooks,
    validate: "report",
    limits: { bodyBytes: 10_000, toleranceSeconds: 300 },
    ...rest,
  };
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A logger that keeps its lines. */
export function recordingLog(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const make = (bound: object): Logger => {
    const at =
      (level: string): Logger["info"] =>
      (first: object | string, second?: string) => {
        const fields = typeof first === "string" ? {} : first;
        const message = typeof first === "string" ? first : (second ?? "");
        lines.push({ ...bound, ...fields, level, message });
      };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      child: (fields) => make({ ...bound, ...fields }),
    };
  };
  return { ...make({}), lines };
}

export function testKernel(
  webhooks: readonly WebhookRoute[],
  {
    routes,
    ...options
  }: Partial<Omit<KernelOptions, "routes">> & {
    routes?: Partial<Routes>;
  } = {},
): Kernel & {
  readonly log: ReturnType<typeof recordingLog>;
  readonly metrics: ReturnType<typeof createCounters>;
  send(request?: RequestOptions): ReturnType<Kernel["handle"]>;
} {
  const log = recordingLog();
  const metrics = createCounters();
  const now = options.now ?? (() => clock);
  const kernel = createKernel({
    routes: routesOf(webhooks, routes),
    env: { WEBHOOK_SECRET: "s3cret" },
    log,
    metrics,
    ...options,
    now,
  });
  return {
    ...kernel,
    log,
    metrics,
    send: (request) =>
      kernel.handle(delivery({ receivedAt: now(), ...request })),
  };
}

export interface RequestOptions {
  readonly event?: unknown;
  /** Instead of the event as JSON. */
  readonly body?: string | Uint8Array;
  readonly secret?: string;
  /** When it is signed. */
  readonly at?: number;
  readonly receivedAt?: number;
  readonly method?: string;
  readonly path?: string;
  /** Replaces headers; `undefined` leaves one out. */
  readonly headers?: Record<string, string | undefined>;
}

/** A signed delivery, `file.ready` unless told otherwise. */
export function delivery({
  event = fileReady,
  body = JSON.stringify(event),
  secret = "s3cret",
  receivedAt = clock,
  at = receivedAt,
  method = "POST",
  path: to = path,
  headers,
}: RequestOptions = {}): KernelRequest {
  const bytes =
    typeof body === "string" ? new TextEncoder().encode(body) : body;
  const signed = signDelivery(frameio, { body: bytes, secret, timestamp: at });
  return {
    method,
    path: to,
    headers: { ...signed, ...headers },
    body: bytes,
    receivedAt,
  };
}

/** A promise with its ends in hand. */
export function deferred(): {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
} {
  let resolve = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets everything that is ready to go on go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
