import { describe, expect, it } from "vitest";

import {
  type AppAnswers,
  defaultAnswers,
  manifestOf,
} from "../../../generators/app/answers.js";
import AppGenerator from "../../../generators/app/index.js";
import {
  addToManifest,
  prevailingSecret,
} from "../../../generators/webhook/answers.js";
import WebhookGenerator from "../../../generators/webhook/index.js";
import type { CliContext } from "../../../src/cli/context.js";
import type { Manifest } from "../../../src/manifest/manifest.js";
import { parseManifest } from "../../../src/manifest/parse.js";
import { runHosted } from "../../../src/yeoman/host.js";

const nobody: CliContext = {
  cwd: "/",
  env: {},
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interactive: false,
  signal: new AbortController().signal,
  now: () => 0,
  nodeVersion: "20.19.0",
};

const names = ["file.ready", "file.created", "comment.created"];
const providers = {
  ids: () => ["frameio@4"],
  events: () => [...names, "file.deleted"],
};

function parsed(text: string): Manifest {
  const { manifest, diagnostics } = parseManifest(text, { providers });
  if (manifest === undefined) throw new Error(JSON.stringify(diagnostics));
  return manifest;
}

const app = (changes: Partial<AppAnswers>): AppAnswers =>
  defaultAnswers({ dir: "app", ...changes }, "npm");

describe("the app generator", () => {
  it.each<Partial<AppAnswers>>([
    {},
    { events: names, secret: "per-webhook" },
    { secret: "resolver", packageManager: "pnpm", name: "@me/bot" },
  ])("writes what the flags alone give: %j", async (changes) => {
    const answers = app(changes);
    const { dir, packageManager, ...others } = answers;
    const { files, generator } = await runHosted(nobody, AppGenerator, {
      namespace: "frameio:app",
      options: {
        dir,
        defaults: app({}),
        events: [],
        isFilled: () => false,
        given: { ...others, "package-manager": packageManager },
      },
    });
    expect(Object.fromEntries(files)).toEqual({
      "app/frameio.jsonc": manifestOf(answers),
    });
    expect(generator.answers).toEqual(answers);
  });

  it("names the flag of the first question that nobody can answer", async () => {
    const options = {
      dir: "app",
      defaults: app({}),
      events: [],
      isFilled: () => false,
      given: { name: "app" },
    };
    const run = runHosted(nobody, AppGenerator, {
      namespace: "frameio:app",
      options,
    });
    await expect(run).rejects.toMatchObject({
      diagnostics: [
        { code: "FG505", message: expect.stringContaining("--events") },
      ],
    });
  });
});

describe("the webhook generator", () => {
  it("edits as the flags alone do", async () => {
    const manifestText = manifestOf(app({}));
    const manifest = parsed(manifestText);
    const given = {
      events: ["comment.created", "file.ready"],
      secret: "per-webhook",
      mode: "inbox",
    } as const;
    const { files, generator } = await runHosted(nobody, WebhookGenerator, {
      namespace: "frameio:webhook",
      options: { events: [], secret: "single", given, manifest, manifestText },
    });
    const expected = addToManifest(manifestText, manifest, given);
    expect(files.get("frameio.jsonc")).toBe(expected.text);
    expect(generator.result).toEqual(expected);
    expect(expected).toMatchObject({
      added: ["comment.created"],
      already: ["file.ready"],
    });
  });

  it.each(["single", "per-webhook", "resolver"] as const)(
    "goes on with secrets as the app began: %s",
    (secret) => {
      const text = manifestOf(app({ secret }));
      const manifest = parsed(text);
      expect(prevailingSecret(manifest)).toBe(secret);
      const { text: edited } = addToManifest(text, manifest, {
        events: ["file.created", "comment.created"],
      });
      expect(prevailingSecret(parsed(edited))).toBe(secret);
      const again = addToManifest(edited, parsed(edited), {
        events: ["file.created", "comment.created"],
      });
      expect(again.text).toBe(edited);
      expect(again.added).toEqual([]);
    },
  );

  it.each<[string, string, string | undefined, string | undefined]>([
    [
      "its own where another provider has one",
      "",
      undefined,
      "ACME_WEBHOOK_SECRET",
    ],
    [
      "the one that it has",
      '{ "event": "file.created", "provider": "acme", "secret": { "env": "PAY_KEY" } }',
      undefined,
      "PAY_KEY",
    ],
    ["its own, asked for one variable", "", "single", "ACME_WEBHOOK_SECRET"],
    [
      "one for each event, as it began",
      '{ "event": "file.created", "provider": "acme", "secret": { "env": "FILE_CREATED_WEBHOOK_SECRET" } }',
      undefined,
      "COMMENT_CREATED_WEBHOOK_SECRET",
    ],
  ])("a second provider's secret: %s", (_, entry, secret, variable) => {
    const text = `{
  "name": "app",
  "providers": {
    "frameio": { "schema": "frameio@4" },
    "acme": { "schema": "frameio@4", "path": "/acme" },
  },
  "webhooks": [
    { "event": "file.ready" },
    ${entry}
  ],
}
`;
    const { text: edited } = addToManifest(text, parsed(text), {
      events: ["comment.created"],
      provider: "acme",
      secret,
    });
    expect(parsed(edited).webhooks.at(-1)).toMatchObject({
      events: ["comment.created"],
      provider: "acme",
      secret: { kind: "env", variables: [variable] },
    });
    const back = addToManifest(edited, parsed(edited), {
      events: ["file.deleted"],
      provider: "frameio",
    });
    expect(parsed(back.text).webhooks.at(-1)?.secret).toEqual({
      kind: "env",
      variables: ["WEBHOOK_SECRET"],
    });
  });
});
