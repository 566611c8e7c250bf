import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import {
  DEFAULT_VARIABLE,
  defaultProvider,
  handlerFor,
  secretVariableFor,
} from "../../src/manifest/defaults.js";
import { type Added, addWebhook } from "../../src/manifest/edit.js";
import type { SecretText } from "../../src/manifest/entry-text.js";
import type { Manifest } from "../../src/manifest/manifest.js";
import { patterns, reservedVariableProblem } from "../../src/manifest/names.js";
import { RESOLVER_NAME } from "../../src/manifest/render.js";

/** What `frameio-gen add-webhook` has to know. */
export interface WebhookAnswers {
  readonly events: readonly string[];
  /** A name or a path; absent: one handler for each event, named after it. */
  readonly handler?: string | undefined;
  /** `single`, `per-webhook`, `resolver` or a variable's name; absent: as the provider's other webhooks do. */
  readonly secret?: string | undefined;
  readonly mode?: "inline" | "inbox" | undefined;
  readonly provider?: string | undefined;
}

/**
 * The manifest edit of the `webhook` generator. Twice the same answers give the same text.
 *
 * @param manifest what `text` says
 * @throws FrameioGenError when the answers cannot be written into the manifest
 */
export function addToManifest(
  text: string,
  manifest: Manifest,
  answers: WebhookAnswers,
): Added {
  const { mode, provider } = answers;
  const handler =
    answers.handler === undefined ? undefined : handlerPath(answers.handler);
  const sender = provider ?? defaultProvider(Object.keys(manifest.providers));
  const kind = answers.secret ?? prevailingSecret(manifest, sender);
  const groups =
    handler === undefined
      ? answers.events.map((event) => [event])
      : [[...answers.events]];
  const taken = new Set(manifest.webhooks.map((webhook) => webhook.handler));
  return groups.reduce<Added>(
    (done, events) => {
      const secret = secretText(kind, events[0] ?? "", manifest, sender);
      const next = addWebhook(done.text, {
        events,
        handler: handler ?? freeHandler(events[0] ?? "", sender, taken),
        secret,
        mode,
        provider,
      });
      return {
        text: next.text,
        added: [...done.added, ...next.added],
        already: [...done.already, ...next.already],
      };
    },
    { text, added: [], already: [] },
  );
}

/**
 * How the webhooks get their secrets so far, where they agree.
 *
 * @param provider whose webhooks count; where it has none yet, a variable of its own: one sender's secret is not for another
 */
export function prevailingSecret(
  { webhooks, providers }: Pick<Manifest, "webhooks" | "providers">,
  provider: string | undefined = defaultProvider(Object.keys(providers)),
): "single" | "per-webhook" | "resolver" {
  const own = webhooks.filter((webhook) => webhook.provider === provider);
  if (own.length === 0) return "single";
  if (own.every(({ secret }) => secret.kind === "resolver")) {
    return "resolver";
  }
  const ownVariable = own.every(
    ({ secret, events }) =>
      secret.kind === "env" &&
      secret.variables[0] === secretVariableFor(events[0] ?? ""),
  );
  return ownVariable ? "per-webhook" : "single";
}

/** A file for an event's handler where another webhook has the usual one: two providers may have an event of one name. */
function freeHandler(
  event: string,
  provider: string | undefined,
  taken: Set<string>,
): string | undefined {
  const usual = handlerFor(event);
  if (!taken.has(usual)) {
    taken.add(usual);
    return undefined;
  }
  const named = `${provider ?? "other"}.${event}`;
  let path = handlerFor(named);
  for (let n = 2; taken.has(path); n++) path = handlerFor(`${named}.${n}`);
  taken.add(path);
  return path;
}

function secretText(
  kind: string,
  event: string,
  { webhooks }: Manifest,
  provider: string | undefined,
): SecretText {
  if (kind === "single") return { env: variableOf(webhooks, provider) };
  if (kind === "per-webhook") return { env: secretVariableFor(event) };
  if (kind === "resolver") {
    const known = webhooks.find(({ secret }) => secret.kind === "resolver");
    return {
      resolver:
        known?.secret.kind === "resolver" ? known.secret.name : RESOLVER_NAME,
    };
  }
  if (patterns.variable.test(kind)) return { env: kind };
  const reserved = reservedVariableProblem(kind);
  if (reserved !== undefined) {
    throw new FrameioGenError([
      { code: "FG503", severity: "error", ...reserved },
    ]);
  }
  throw new FrameioGenError([
    {
      code: "FG503",
      severity: "error",
      // The value may be a secret that was pasted: it is not repeated.
      message:
        "--secret takes the name of an environment variable, not a secret",
      hint: "It takes single, per-webhook, resolver, or a name in capitals such as MY_WEBHOOK_SECRET.",
    },
  ]);
}

/** The one variable of a provider: what its webhooks have already, else `WEBHOOK_SECRET`, unless that is another sender's. */
function variableOf(
  webhooks: Manifest["webhooks"],
  provider: string | undefined,
): string {
  const own = new Set(
    webhooks
      .filter((webhook) => webhook.provider === provider)
      .flatMap(({ secret, events }) =>
        secret.kind === "env"
          ? secret.variables
              .slice(0, 1)
              .filter((name) => name !== secretVariableFor(events[0] ?? ""))
          : [],
      ),
  );
  const [only] = own;
  if (own.size === 1 && only !== undefined) return only;
  const others = webhooks.some((webhook) => webhook.provider !== provider);
  return others && provider !== undefined && !own.has(DEFAULT_VARIABLE)
    ? secretVariableFor(provider)
    : DEFAULT_VARIABLE;
}

/** `on-upload` → `src/webhooks/on-upload.ts`; a path stays. */
export function handlerPath(handler: string): string {
  if (!/[\\/]/.test(handler)) return handlerFor(handler.replace(/\.ts$/, ""));
  const path = handler.replaceAll("\\", "/").replace(/^\.\//, "");
  return path.endsWith(".ts") ? path : `${path}.ts`;
}
