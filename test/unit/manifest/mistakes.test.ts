import { describe, expect, it } from "vitest";
import { codes } from "../../../src/diagnostics/codes.js";
import { parseManifest } from "../../../src/manifest/parse.js";
import { renderDiagnostics } from "../../../src/diagnostics/render.js";
import { providers } from "./providers.js";

/** A mistake: the text with `‹›` around what must be marked, then code, message and hint. */
type Mistake = readonly [
  marked: string,
  code: string,
  message: string,
  hint: string,
];

const inWebhook = (member: string): string =>
  `{ "name": "a", "webhooks": [{ "event": "file.ready", ${member} }] }`;
const inManifest = (member: string): string => `{ "name": "a", ${member} }`;

const mistakes: readonly Mistake[] = [
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4", "version": ‹"v1"› } }',
    ),
    "FG103",
    "providers.frameio.version means nothing in this layout",
    'Leave it out, or add "layout": "versioned".',
  ],
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4", "layout": "versioned", "version": ‹"v1/x"› } }',
    ),
    "FG103",
    'The version "v1/x" is not a single segment of a URL path',
    'Write it like "v1" or "2025-01-01".',
  ],
  [
    inManifest('"templates": ‹"../templates"›'),
    "FG103",
    'The folder "../templates" cannot hold templates',
    'Name a folder inside the project, such as ".frameio/templates": letters, digits, dots, hyphens and underscores.',
  ],
  [
    inManifest('"layers": [‹"../layer"›]'),
    "FG103",
    '"../layer" is neither a package nor a folder inside the project',
    'Write the name of an npm package, or a path that begins with "./" and stays inside the project.',
  ],
  [
    inManifest('"generators": ["./a", ‹"./a"›]'),
    "FG106",
    '"./a" is named twice, first at line 1, column 31',
    "Keep one of them.",
  ],
  [
    "‹[›]",
    "FG103",
    "The manifest must be an object { … }, not a list",
    "Write an object { … }.",
  ],
  [
    "‹null›",
    "FG103",
    "The manifest must be an object { … }, not null",
    "Write an object { … }.",
  ],
  [
    "‹{›}",
    "FG105",
    'The manifest has no "name"',
    'Add "name", such as "name": "my-app".',
  ],
  [
    '{ "name": ‹"My App"› }',
    "FG103",
    'The name "My App" is not a valid npm package name',
    'Did you mean "my-app"?',
  ],
  [
    '{ "name": ‹42› }',
    "FG103",
    "name must be a string, not 42",
    "Write a string.",
  ],
  [
    inManifest('"$schema": ‹{›}'),
    "FG103",
    "$schema must be a string, not an object",
    "Write a string.",
  ],
  [
    inManifest('‹"webhook"›: []'),
    "FG102",
    'Unknown key "webhook"',
    'Did you mean "webhooks"?',
  ],
  [
    inManifest('‹"__proto__"›: {}'),
    "FG102",
    'Unknown key "__proto__"',
    "Known keys: $schema, name, target, packageManager, providers, webhooks, actions, validate, validators, metrics, telemetry, limits, inbox, templates, layers, generators.",
  ],
  [
    inManifest('"inbox": { "engine": ‹"sqlit"› }'),
    "FG103",
    'inbox.engine must be "sqlite", "redis", "postgres" or "memory", not "sqlit"',
    'Did you mean "sqlite"?',
  ],
  [
    inManifest('"inbox": { "attempts": ‹0› }'),
    "FG103",
    "inbox.attempts must be a whole number of attempts from 1 to 100, not 0",
    "Write a number from 1 to 100.",
  ],
  [
    inManifest('"inbox": ‹"sqlite"›'),
    "FG103",
    'inbox must be an object { … }, not "sqlite"',
    "Write an object { … }.",
  ],
  [
    inManifest(
      '"webhooks": [{ "event": "file.ready", "order": ‹{› "stale": "skip" } }]',
    ),
    "FG105",
    'webhooks[0].order has no "by"',
    'Write { "by": "resource", "stale": "skip" }.',
  ],
  [
    inManifest(
      '"webhooks": [{ "event": "file.ready", "mode": "inline", "concurrency": ‹2› }]',
    ),
    "FG103",
    'webhooks[0].concurrency has no meaning in "inline" mode',
    'Write "mode": "inbox", or leave it out.',
  ],
  [
    inManifest('"target": ‹"nod"›'),
    "FG103",
    'target must be "node", not "nod"',
    'Did you mean "node"?',
  ],
  [
    inManifest('"target": ‹"vercel"›'),
    "FG108",
    'The target "vercel" is not available yet',
    'Write "node".',
  ],
  [
    inManifest('"packageManager": ‹"deno"›'),
    "FG103",
    'packageManager must be "npm", "pnpm", "yarn" or "bun", not "deno"',
    'Write "npm", "pnpm", "yarn" or "bun".',
  ],
  [
    inManifest('"validate": ‹"rejct"›'),
    "FG103",
    'validate must be "off", "report" or "reject", not "rejct"',
    'Did you mean "reject"?',
  ],
  [
    inManifest('"actions": [‹{›}]'),
    "FG108",
    "Custom actions are not available yet",
    'Leave "actions" empty, or out.',
  ],
  [
    inManifest('"webhooks": ‹{›}'),
    "FG103",
    "webhooks must be a list [ … ], not an object",
    "Write a list [ … ].",
  ],
  [
    inManifest('"webhooks": [‹"file.ready"›]'),
    "FG103",
    'webhooks[0] must be an object { … }, not "file.ready"',
    "Write an object { … }.",
  ],
  [
    inManifest('"limits": ‹1›'),
    "FG103",
    "limits must be an object { … }, not 1",
    "Write an object { … }.",
  ],
  [
    inManifest('"limits": { "bodyBytes": ‹1023› }'),
    "FG103",
    "limits.bodyBytes must be a whole number of bytes from 1024 to 67108864, not 1023",
    "Write a number from 1024 to 67108864.",
  ],
  [
    inManifest('"limits": { "toleranceSeconds": ‹0.5› }'),
    "FG103",
    "limits.toleranceSeconds must be a whole number of seconds from 1 to 3600, not 0.5",
    "Write a number from 1 to 3600.",
  ],
  [
    inManifest('"limits": { ‹"bodybytes"›: 2048 }'),
    "FG102",
    'Unknown key "bodybytes" in limits',
    'Did you mean "bodyBytes"?',
  ],
  [
    inManifest('"providers": ‹{›}'),
    "FG103",
    "providers must declare at least one provider",
    'Write { "frameio": { "schema": "frameio@4" } }, or leave the key out.',
  ],
  [
    inManifest(
      '"providers": { ‹"Frame.io"›: { "schema": "frameio@4", "path": "/x" } }',
    ),
    "FG103",
    'The provider\'s name "Frame.io" cannot be used',
    "Use lower-case letters, digits and hyphens, at most 40, beginning with a letter.",
  ],
  [
    inManifest('"providers": { "frameio": ‹{›} }'),
    "FG105",
    'providers.frameio has no "schema"',
    'Add "schema": one of "frameio@4", "loopcanvas".',
  ],
  [
    inManifest('"providers": { "frameio": { "schema": ‹"framio@4"› } }'),
    "FG110",
    'Unknown provider schema "framio@4"',
    'Did you mean "frameio@4"?',
  ],
  [
    inManifest('"providers": { "x": { "schema": ‹"stripe@1"› } }'),
    "FG110",
    'Unknown provider schema "stripe@1"',
    "Built in: frameio@4, loopcanvas. Others come with `npx frameio-gen add-provider`.",
  ],
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4", "path": ‹"hooks?x=1"› } }',
    ),
    "FG103",
    'The path "hooks?x=1" is not a plain URL path',
    'Did you mean "/hooks"?',
  ],
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4", "path": ‹"/readyz"› } }',
    ),
    "FG103",
    'The path "/readyz" is taken by the app\'s own health checks',
    'Choose another, such as "/webhooks/frameio".',
  ],
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4", "path": "/x" }, "b": { "schema": "frameio@4", "path": ‹"/x"› } }',
    ),
    "FG106",
    'Deliveries of "b" and of "frameio", at line 1, column 75, would both come to "/x"',
    'Give each provider its own "path".',
  ],
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4", "path": "/x", "layout": "per-event" }, "b": { "schema": "frameio@4", "path": ‹"/x/file.ready"› } }',
    ),
    "FG106",
    'Deliveries of "b" and of "frameio", at line 1, column 75, would both come to "/x/file.ready"',
    'Give each provider its own "path".',
  ],
  [
    inManifest(
      '"providers": { "b": { "schema": "frameio@4", "path": "/v1/x/file.ready" }, "frameio": { "schema": "frameio@4", "path": ‹"/x"›, "layout": "versioned" } }',
    ),
    "FG106",
    'Deliveries of "frameio" and of "b", at line 1, column 69, would both come to "/v1/x/file.ready"',
    'Give each provider its own "path".',
  ],
  [
    inManifest('"webhooks": [‹{›}]'),
    "FG105",
    "webhooks[0] does not say which event it receives",
    'Add "event", such as "event": "file.ready".',
  ],
  [
    inManifest('"webhooks": [{ "event": ‹"file.redy"› }]'),
    "FG104",
    'Unknown event type "file.redy"',
    'Did you mean "file.ready"?',
  ],
  [
    inManifest('"webhooks": [{ "event": ["file.ready", ‹"*/ ${x}"›] }]'),
    "FG104",
    'Unknown event type "*/ ${x}"',
    codes.FG104.hint,
  ],
  [
    inManifest('"webhooks": [{ "event": ‹[›] }]'),
    "FG103",
    "webhooks[0].event must name 1 to 100, not 0",
    codes.FG103.hint,
  ],
  [
    inManifest('"webhooks": [{ "event": [‹null›] }]'),
    "FG103",
    "webhooks[0].event[0] must be a string, not null",
    "Write a string.",
  ],
  [
    inManifest('"webhooks": [{ "event": ‹7› }]'),
    "FG103",
    "webhooks[0].event must be a string or a list of strings, not 7",
    "Write a string or a list of strings.",
  ],
  [
    inManifest(
      '"webhooks": [{ "event": "file.ready" }, { "event": ["file.created", ‹"file.ready"›] }]',
    ),
    "FG106",
    'The event "file.ready" is handled twice, first at line 1, column 40',
    "Keep one of them.",
  ],
  [
    inManifest('"webhooks": [{ "event": ["file.ready", ‹"file.ready"›] }]'),
    "FG106",
    'The event "file.ready" is handled twice, first at line 1, column 41',
    "Keep one of them.",
  ],
  [
    inManifest(
      '"providers": { "frameio": { "schema": "frameio@4" }, "canvas": { "schema": "loopcanvas" } }, "webhooks": [{ "event": ‹"canvas.published"› }]',
    ),
    "FG104",
    'Unknown event type "canvas.published"',
    'It belongs to another provider: add "provider": "canvas".',
  ],
  [
    inManifest(
      '"providers": { "one": { "schema": "frameio@4" }, "two": { "schema": "frameio@4" } }, "webhooks": [‹{› "event": "file.ready" }]',
    ),
    "FG105",
    "webhooks[0] does not say whose event it is",
    'Add "provider": one of "one", "two".',
  ],
  [
    inWebhook('"provider": ‹"framio"›'),
    "FG110",
    'Unknown provider "framio"',
    'Did you mean "frameio"?',
  ],
  [
    inWebhook('"provider": ‹"stripe"›'),
    "FG110",
    'Unknown provider "stripe"',
    'Declare it below "providers".',
  ],
  [
    inWebhook('‹"event"›: "file.created"'),
    "FG106",
    'The key "event" is given twice, first at line 1, column 31',
    "Keep one of them.",
  ],
  [
    inWebhook('‹"handlers"›: "x"'),
    "FG102",
    'Unknown key "handlers" in webhooks[0]',
    'Did you mean "handler"?',
  ],
  [
    inWebhook('"handler": ‹"comments"›'),
    "FG103",
    'The handler "comments" is not inside src/',
    'Did you mean "src/webhooks/comments.ts"?',
  ],
  [
    inWebhook('"handler": ‹"../x.ts"›'),
    "FG103",
    'The handler "../x.ts" leaves its folder with ".."',
    'Did you mean "src/webhooks/x.ts"?',
  ],
  [
    inWebhook('"handler": ‹"/etc/x.ts"›'),
    "FG103",
    'The handler "/etc/x.ts" is an absolute path',
    'Did you mean "src/etc/x.ts"?',
  ],
  [
    inWebhook('"handler": ‹"src/x.js"›'),
    "FG103",
    'The handler "src/x.js" does not end with .ts',
    'Did you mean "src/webhooks/x.ts"?',
  ],
  [
    inWebhook('"handler": ‹"src/frameio/x.ts"›'),
    "FG103",
    'The handler "src/frameio/x.ts" is inside src/frameio/, which belongs to the tool',
    'Did you mean "src/webhooks/x.ts"?',
  ],
  [
    inWebhook('"handler": ‹"src/secrets.ts"›'),
    "FG103",
    'The handler "src/secrets.ts" is a file that the tool makes',
    'Did you mean "src/webhooks/secrets.ts"?',
  ],
  [
    inWebhook('"handler": ‹"src/a/x.d.ts"›'),
    "FG103",
    'The handler "src/a/x.d.ts" has an ending that means something else',
    'Did you mean "src/a/x.ts"?',
  ],
  [
    inWebhook('"handler": ‹"src/a/nul.ts"›'),
    "FG103",
    'The handler "src/a/nul.ts" has a name that Windows keeps for a device',
    'Name a file such as "src/webhooks/comments.ts": letters, digits, hyphens, underscores.',
  ],
  [
    inWebhook('"handler": ‹"src/a b/x.ts"›'),
    "FG103",
    'The handler "src/a b/x.ts" is not a plain path',
    'Did you mean "src/a-b/x.ts"?',
  ],
  [
    inManifest(
      '"webhooks": [{ "event": "file.created" }, { "event": "file.ready", "handler": ‹"src/webhooks/file-created.ts"› }]',
    ),
    "FG106",
    'The handler "src/webhooks/file-created.ts" belongs to another entry already, at line 1, column 29',
    'Put both events into one entry, as a list, or name another "handler".',
  ],
  [
    inManifest(
      '"webhooks": [{ "event": "file.created" }, { "event": "file.ready", "handler": ‹"src/Webhooks/x.ts"› }]',
    ),
    "FG106",
    'The handler\'s "src/Webhooks" and "src/webhooks" at line 1, column 29 differ only in case',
    "Spell them the same, or further apart: many file systems take both for one.",
  ],
  [
    inWebhook('"mode": ‹"Inbox"›'),
    "FG103",
    'webhooks[0].mode must be "inline" or "inbox", not "Inbox"',
    'Did you mean "inbox"?',
  ],
  [
    inWebhook('"dedupe": ‹"resource"›'),
    "FG103",
    'webhooks[0].dedupe must be "delivery" or an object, not "resource"',
    'Write { "by": "resource", "windowSeconds": 3600 }.',
  ],
  [
    inWebhook('"dedupe": ‹"delivry"›'),
    "FG103",
    'webhooks[0].dedupe must be "delivery" or an object, not "delivry"',
    'Did you mean "delivery"?',
  ],
  [
    inWebhook('"dedupe": ‹true›'),
    "FG103",
    'webhooks[0].dedupe must be "delivery" or an object { … }, not true',
    'Write "delivery" or an object { … }.',
  ],
  [
    inWebhook('"dedupe": ‹{› "by": "resource" }'),
    "FG105",
    'webhooks[0].dedupe has no "windowSeconds"',
    'Write { "by": "resource", "windowSeconds": 3600 }.',
  ],
  [
    inWebhook('"dedupe": { "by": "resource", "windowSeconds": ‹2592001› }'),
    "FG103",
    "webhooks[0].dedupe.windowSeconds must be a whole number of seconds from 1 to 2592000, not 2592001",
    "Write a number from 1 to 2592000.",
  ],
  [
    inWebhook('"dedupe": { "by": ‹"id"›, "windowSeconds": 5 }'),
    "FG103",
    'webhooks[0].dedupe.by must be "resource", not "id"',
    'Write "resource".',
  ],
  [
    inWebhook('"secret": ‹{›}'),
    "FG105",
    'webhooks[0].secret says neither "env" nor "resolver"',
    'Write { "env": "WEBHOOK_SECRET" } or { "resolver": "resolveSecret" }.',
  ],
  [
    inWebhook('"secret": { "env": "A", "resolver": ‹"b"› }'),
    "FG106",
    'webhooks[0].secret has both "env" and "resolver"',
    "Keep one of them.",
  ],
  [
    inWebhook('"secret": { "install": ‹true› }'),
    "FG108",
    "Secrets from an install system are not available yet",
    'Use { "env": "WEBHOOK_SECRET" } or { "resolver": "resolveSecret" }.',
  ],
  [
    inWebhook('"secret": { "env": ‹"commentsSecret"› }'),
    "FG103",
    'The variable\'s name "commentsSecret" is not in capitals',
    'Did you mean "COMMENTS_SECRET"?',
  ],
  [
    inWebhook('"secret": { "env": ["A", ‹"A"›] }'),
    "FG106",
    'The variable "A" is named twice, first at line 1, column 74',
    "Keep one of them.",
  ],
  [
    inWebhook('"secret": { "env": ‹"PORT"› }'),
    "FG103",
    'The variable "PORT" has a meaning of its own',
    'Did you mean "PORT_WEBHOOK_SECRET"? PORT is read for another purpose, by the app or by Node.js.',
  ],
  [
    inWebhook('"secret": { "env": ["A", ‹"REDIS_URL"›] }'),
    "FG103",
    'The variable "REDIS_URL" has a meaning of its own',
    'Did you mean "REDIS_URL_WEBHOOK_SECRET"? REDIS_URL is read for another purpose, by the app or by Node.js.',
  ],
  [
    inWebhook('"secret": { "env": ‹"A_PREVIOUS"› }'),
    "FG103",
    'The variable "A_PREVIOUS" cannot be named here',
    'Name "A": its _PREVIOUS is read by itself while a secret is rotated.',
  ],
  [
    inWebhook('"secret": { "resolver": ‹"default"› }'),
    "FG103",
    'The resolver\'s name "default" is a reserved word',
    'Choose another, such as "resolveSecret".',
  ],
  [
    inWebhook('"secret": { "resolver": ‹"by-account"› }'),
    "FG103",
    'The resolver\'s name "by-account" is not an identifier',
    'Did you mean "byAccount"?',
  ],
  [
    inWebhook('"secret": ‹"MY_SECRET"›'),
    "FG103",
    "webhooks[0].secret must be an object that says where the secret comes from, not a string",
    'Write { "env": "MY_SECRET" }.',
  ],
  [
    inWebhook('"secret": ‹"whsec_abc"›'),
    "FG103",
    "webhooks[0].secret must be an object that says where the secret comes from, not a string",
    'Keep secrets out of the manifest: write { "env": "WEBHOOK_SECRET" }, and set that variable.',
  ],
];

describe("parseManifest reports", () => {
  it.each(mistakes)("%s", (marked, code, message, hint) => {
    const start = marked.indexOf("‹");
    const length = marked.indexOf("›") - start - 1;
    const { manifest, diagnostics } = parseManifest(
      marked.replaceAll(/[‹›]/g, ""),
      { providers },
    );
    expect(manifest).toBeUndefined();
    expect(
      diagnostics.map((found) => ({
        ...found,
        hint: found.hint ?? codes[found.code].hint,
      })),
    ).toEqual([
      expect.objectContaining({
        code,
        severity: "error",
        message,
        hint,
        file: "frameio.jsonc",
        line: 1,
        column: start + 1,
        length,
      }),
    ]);
  });

  it("all mistakes at once, in the order of the text", () => {
    const text = `{
  "name": "My App",
  "webhooks": [
    { "event": "file.redy", "mode": "inlin" },
    { "event": ["comment.created", "comment.creatd"], "handler": "x.ts" }
  ],
  "limits": { "bodyBytes": 1 },
  "valdate": "off"
}`;
    const { diagnostics } = parseManifest(text, { providers });
    expect(
      diagnostics.map(({ code, line, column }) => `${line}:${column} ${code}`),
    ).toEqual([
      "2:11 FG103",
      "4:16 FG104",
      "4:37 FG103",
      "5:36 FG104",
      "5:66 FG103",
      "7:28 FG103",
      "8:3 FG102",
    ]);
  });

  it("a broken list of providers once, not again for each webhook", () => {
    const { diagnostics } = parseManifest(
      '{ "name": "a", "providers": 1, "webhooks": [{ "event": "x", "provider": "y" }] }',
      { providers },
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["FG103"]);
  });

  it.each([
    [
      "as a string",
      '{ "name": "a", "webhooks": [{ "event": "x", "secret": "hunter2-hunter2", "mode": 1 }] }',
    ],
    [
      "behind an unknown key",
      '{ "name": "a", "webhooks": [{ "event": "x", "secret": { "value": "hunter2-hunter2" } }] }',
    ],
    [
      "behind an unknown key elsewhere",
      '{ "name": "a", "webhookSecret": "hunter2-hunter2" }',
    ],
    [
      "in single quotes",
      '{ "name": "a", "webhooks": [{ "event": "x", "secret": \'hunter2-hunter2\' }] }',
    ],
    [
      "without quotes",
      '{ "name": "a", "webhooks": [{ "event": "x", "secret": hunter2-hunter2 }] }',
    ],
  ])("a secret in the manifest, %s, without repeating it", (_, text) => {
    const { diagnostics } = parseManifest(text, { providers });
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(
      renderDiagnostics(diagnostics, { source: () => text }),
    ).not.toContain("hunter2");
  });
});
