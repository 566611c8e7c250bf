import { randomBytes } from "node:crypto";

import {
  createWebhookRegistration,
  registrationCall,
  type RegistrationOptions,
  takesSecret,
} from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import { quote } from "../../diagnostics/printable.js";
import type { Manifest } from "../../manifest/manifest.js";
import type { Json } from "../../schema/json.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { remark } from "../output.js";
import { failure, type Registrar } from "./provider.js";
import { type SecretPlace, secretPlace } from "./save-secret.js";
import { jsonOf, lineOf, whileUnsure } from "./tell.js";
import { wantedOf } from "./wanted.js";

/** What is asked of a provider. */
export interface Asked {
  readonly context: CliContext;
  /** Of the app. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly registrar: Registrar;
  readonly options: RegistrationOptions;
  /** Shows the request instead of sending it. */
  readonly dryRun: boolean;
  /** Of the webhook; empty where the action takes none. */
  readonly id: string;
  readonly flags: {
    readonly url?: string;
    readonly events?: readonly string[];
    readonly name?: string;
    readonly active?: "true" | "false";
    readonly variable?: string;
    readonly "save-secret"?: boolean;
  };
}

/** What came of it. */
export interface Told {
  readonly lines: readonly string[];
  /** The same for `--json`. */
  readonly json: Readonly<Record<string, Json>>;
  /** `done` unless set. */
  readonly exitCode?: ExitCode;
}

/**
 * What can be done to webhooks at a provider.
 *
 * @throws RegistrationError where the provider refuses it, FrameioGenError where what is asked makes no sense
 */
export const webhookActions = {
  register,
  list,
  update,
  delete: remove,
} satisfies Record<string, (asked: Asked) => Promise<Told>>;

export type WebhookAction = keyof typeof webhookActions;

async function list(asked: Asked): Promise<Told> {
  if (asked.dryRun) return request(asked, { operation: "list" });
  const webhooks = await clientOf(asked).list();
  return {
    lines: webhooks.length === 0 ? ["There are none."] : webhooks.map(lineOf),
    json: { webhooks: webhooks.map(jsonOf) },
  };
}

async function remove(asked: Asked): Promise<Told> {
  const { id } = asked;
  if (asked.dryRun) return request(asked, { operation: "delete", id });
  await clientOf(asked).delete(id);
  return { lines: [`Deleted ${id}.`], json: { id } };
}

async function update(asked: Asked): Promise<Told> {
  const { id, flags, manifest, registrar } = asked;
  const { url, events, name, active } = flags;
  const values = {
    url: url === undefined ? undefined : deliveryUrl(url, registrar.entry.path),
    events:
      events === undefined
        ? undefined
        : wantedOf(manifest, registrar, events, undefined).events,
    name,
    active: active === undefined ? undefined : active === "true",
  };
  if (Object.values(values).every((value) => value === undefined)) {
    throw failure("FG505", "Nothing is said that should change", {
      hint: "Give --url, --events, --name or --active.",
    });
  }
  if (asked.dryRun) return request(asked, { operation: "update", id, values });
  const webhook = await clientOf(asked).update(id, values);
  return {
    lines: [`Changed ${lineOf(webhook)}`],
    json: { webhook: jsonOf(webhook) },
  };
}

async function register(asked: Asked): Promise<Told> {
  const { context, root, manifest, registrar, flags, dryRun } = asked;
  if (flags.url === undefined) {
    throw failure("FG505", "The address of the app is missing", {
      hint: "Give it with `--url https://…`: the provider must reach it.",
    });
  }
  const { events, variable } = wantedOf(
    manifest,
    registrar,
    flags.events,
    flags.variable,
  );
  const place =
    flags["save-secret"] === true ? placeOf(root, variable) : undefined;
  const values = {
    url: deliveryUrl(flags.url, registrar.entry.path),
    events,
    name: flags.name ?? manifest.name,
    ...(takesSecret(registrar.description)
      ? { secret: dryRun ? "…" : randomBytes(32).toString("hex") }
      : {}),
  };
  if (dryRun) return request(asked, { operation: "create", values });
  const { secret, ...webhook } = await whileUnsure(context, () =>
    clientOf(asked).register(values),
  );
  const problem = place?.write(secret);
  if (problem !== undefined) {
    remark(context, `.env ${problem}: the secret is shown instead, keep it.`);
  }
  const savedTo = problem === undefined ? place?.variable : undefined;
  return {
    lines: [
      `Registered ${lineOf(webhook)}`,
      savedTo === undefined
        ? `Its secret, shown this once: ${secret}`
        : `Its secret is in .env: ${savedTo}.`,
    ],
    json: {
      webhook: jsonOf(webhook),
      ...(savedTo === undefined ? { secret } : { savedTo }),
    },
    ...(problem === undefined ? {} : { exitCode: ExitCode.error }),
  };
}

function clientOf({ registrar, options }: Asked) {
  return createWebhookRegistration(registrar.description, options);
}

/** The request as it would be sent. */
function request(
  { registrar, options }: Asked,
  call: Parameters<typeof registrationCall>[2],
): Told {
  const { method, url, body } = registrationCall(
    registrar.description,
    options,
    call,
  );
  const lines =
    body === undefined ? [] : JSON.stringify(body, null, 2).split("\n");
  const sent = body === undefined ? {} : { body: body as Json };
  return {
    lines: [`${method} ${url}`, ...lines],
    json: { request: { method, url, ...sent } },
  };
}

/** Where deliveries should go: an address without a path gets the app's. */
function deliveryUrl(text: string, path: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw failure("FG503", `${quote(text, 200)} is not an http address`, {
      hint: "Write `--url https://hooks.example.com`.",
    });
  }
  if (url.pathname === "/") url.pathname = path;
  return url.href;
}

function placeOf(root: string, variable: string | undefined): SecretPlace {
  if (variable !== undefined) return secretPlace(root, variable);
  throw failure("FG562", "The secret has no variable: a resolver finds it", {
    hint: "Leave --save-secret out, and put the secret where the resolver looks.",
  });
}
