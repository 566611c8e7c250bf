import { resolve } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { printable, quote } from "../../diagnostics/printable.js";
import {
  diagnosticsToJson,
  renderDiagnostics,
} from "../../diagnostics/render.js";
import { readIfPresent } from "../../workspace/surroundings.js";
import { deliveryPath } from "../../../templates/app/src/frameio/kernel/events/delivery-path.gen.js";
import { PUBLIC_URL } from "../../../templates/app/src/frameio/kernel/verification/signed-text.gen.js";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { hintsInWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";
import {
  asBody,
  freshExample,
  routeOf,
  signedHeaders,
} from "../trigger/delivery.js";
import { appAddress, appEnvironment } from "../trigger/environment.js";
import { filePayload, samplePayload } from "../trigger/payload.js";
import { post } from "../trigger/post.js";
import { signingSecret, TRIGGER_VARIABLE } from "../trigger/secret.js";

const flags = {
  set: {
    type: "list",
    value: "path=value",
    verbatim: true,
    description: "Change a member of the payload; may be repeated",
  },
  file: {
    type: "string",
    value: "path",
    description: "Send the JSON of a file instead of a sample",
  },
  url: {
    type: "string",
    value: "url",
    default: "http://127.0.0.1:$PORT and the provider's path",
    description: "Where to post it",
  },
  provider: {
    type: "string",
    value: "id",
    default: "the one that sends the event",
    description: "Who sends it, where several providers could",
  },
  "secret-value": {
    type: "string",
    value: "secret",
    default: `$${TRIGGER_VARIABLE}, else the webhook's variable`,
    description: "Secret to sign with, where a resolver knows it",
  },
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen trigger",
  summary: "Send a signed sample delivery to the running app",
  details: [
    "Works offline. The secret is read from the environment and .env, as the app reads it.\n" +
      "Exit code 0 when the app answers 2xx.",
  ],
  positionals: { usage: "<event>", min: 0, max: 1 },
  flags,
  examples: [
    { command: "npx frameio-gen trigger file.ready", does: "a sample" },
    {
      command:
        "npx frameio-gen trigger file.ready --set resource.id=abc --set account.id=42",
      does: "with ids of your choice",
    },
    {
      command: "npx frameio-gen trigger file.ready --file payload.json",
      does: "replay a payload that you kept",
    },
  ],
  run: async (context, { flags: given, positionals: [name] }) => {
    if (name === undefined) throw eventMissing();
    const app = openApp(context, "read");
    const manifest = readManifest(app);
    const fromFile = given.file !== undefined;
    const route = routeOf(name, manifest, app.tool.providers, {
      open: fromFile,
      ...(given.provider !== undefined && { from: given.provider }),
    });
    const environment = appEnvironment(app.workspace, context.env);
    const url = targetUrl(
      given.url ?? appAddress(environment) + deliveryPath(route.provider, name),
    );
    const payload =
      given.file === undefined
        ? samplePayload(
            freshExample(route.catalog, route.event, context.now()),
            given.set ?? [],
          )
        : filePayload(
            resolve(context.cwd, given.file),
            given.set ?? [],
            readIfPresent,
          );
    const bytes =
      given.file === undefined
        ? Buffer.from(JSON.stringify(asBody(route.catalog, payload.value)))
        : payload.bytes;
    const secret = signingSecret(
      route.secret,
      environment,
      given["secret-value"],
    );
    const headers = signedHeaders(route.catalog, name, bytes, secret, {
      now: context.now(),
      url: calledUrl(url, environment),
    });
    if (!route.handled && given.json !== true) {
      remark(
        context,
        `No webhook handles ${quote(name)}: the app will only log it.`,
      );
    }
    const answer = await post(context, url, headers, bytes);
    const accepted = answer.status >= 200 && answer.status < 300;
    const exitCode = accepted ? ExitCode.done : ExitCode.error;
    const problems = accepted ? [] : [notAccepted(answer.status)];
    if (given.json === true) {
      printJson(context, {
        ok: accepted,
        exitCode,
        command: "trigger",
        event: name,
        handled: route.handled,
        url: url.href,
        status: answer.status,
        ms: answer.ms,
        body: answer.body,
        payload: payload.value,
        diagnostics: diagnosticsToJson(hintsInWords(context, problems)),
      });
      return exitCode;
    }
    tell(context, name, url, answer);
    if (!accepted) {
      const paint = paintFor(context.stderr, context.env);
      remark(
        context,
        renderDiagnostics(hintsInWords(context, problems), { paint }),
      );
    }
    return exitCode;
  },
});

function tell(
  context: CliContext,
  event: string,
  url: URL,
  { status, ms, body }: { status: number; ms: number; body: string },
): void {
  const paint = paintFor(context.stdout, context.env);
  const marked = status < 300 ? paint.info : paint.error;
  print(context, `${event} → ${url.href}`);
  print(context, `${marked(String(status))} in ${ms} ms`);
  // Whoever answers at --url: what they send is not for the terminal to obey.
  for (const line of body.trimEnd().split("\n")) {
    if (line !== "") print(context, printable(line));
  }
}

function notAccepted(status: number) {
  return {
    code: "FG517",
    severity: "error",
    message: `The app answered ${status}`,
    ...(status === 401
      ? {
          hint: "The app checks with another secret, or its clock differs: does it run with this folder's .env?",
        }
      : {}),
  } as const;
}

/** What the app takes for its own address, where providers sign it. */
function calledUrl(
  { origin, pathname, search }: URL,
  environment: Readonly<Record<string, string>>,
): string {
  const base = environment[PUBLIC_URL] || origin;
  return base.replace(/\/+$/, "") + pathname + search;
}

function targetUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new FrameioGenError([
    {
      code: "FG503",
      severity: "error",
      message: `${quote(text, 200)} is not an http address`,
      hint: "Write `--url http://127.0.0.1:3000/webhooks/frameio`, or correct HOST and PORT.",
    },
  ]);
}

function eventMissing(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG505",
      severity: "error",
      message: "The event is missing",
      hint: "Run `npx frameio-gen trigger file.ready`; `npx frameio-gen events` lists the event types.",
    },
  ]);
}
