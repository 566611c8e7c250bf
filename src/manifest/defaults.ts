import type {
  DedupePolicy,
  InboxEntry,
  Limits,
  ProviderEntry,
  SecretSource,
} from "./manifest.js";

export const DEFAULT_PROVIDER = "frameio";
export const DEFAULT_PROVIDERS: Readonly<Record<string, ProviderEntry>> = {
  frameio: {
    schema: "frameio@4",
    path: "/webhooks/frameio",
    layout: "single",
  },
};
export const DEFAULT_VARIABLE = "WEBHOOK_SECRET";
export const DEFAULT_SECRET: SecretSource = {
  kind: "env",
  variables: [DEFAULT_VARIABLE],
};
export const DEFAULT_DEDUPE: DedupePolicy = { kind: "delivery" };
export const DEFAULT_MODE = "inbox";
export const DEFAULT_INBOX: InboxEntry = {
  engine: "sqlite",
  worker: "in-process",
  concurrency: 10,
  attempts: 15,
  timeoutSeconds: 900,
  keepDoneHours: 72,
  keepDeadDays: 30,
};
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  toleranceSeconds: 300,
  refusedPerMinute: 120,
  receivingBytes: 64 * 1024 * 1024,
};
/** Of the layout `versioned`. */
export const DEFAULT_VERSION = "v1";
export const DEFAULT_TEMPLATES = ".frameio/templates";

/** The provider of an entry that names none: `frameio` where it is declared, else the only one there is. */
export function defaultProvider(
  declared: readonly string[],
): string | undefined {
  if (declared.includes(DEFAULT_PROVIDER)) return DEFAULT_PROVIDER;
  return declared.length === 1 ? declared[0] : undefined;
}

/** `file.ready` → `src/webhooks/file-ready.ts`, and `FILE_READY` as well. */
export function handlerFor(event: string): string {
  const name = words(event).join("-") || "event";
  return `src/webhooks/${/[a-z]/.test(name) ? name : name.toLowerCase()}.ts`;
}

/** `file.ready` → `FILE_READY_WEBHOOK_SECRET` */
export function secretVariableFor(event: string): string {
  const name = [...words(event), DEFAULT_VARIABLE].join("_").toUpperCase();
  return /^\d/.test(name) ? `_${name}` : name;
}

/** `billing` → `/webhooks/billing` */
export function pathFor(provider: string): string {
  return `/webhooks/${provider}`;
}

function words(event: string): string[] {
  return event.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
}
