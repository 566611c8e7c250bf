import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { addWebhook, removeWebhook } from "../../../src/manifest/edit.js";
import { parseManifest } from "../../../src/manifest/parse.js";
import { type Answers, renderManifest } from "../../../src/manifest/render.js";
import { providers } from "./providers.js";

const answers: Answers = {
  name: "my-app",
  target: "node",
  packageManager: "npm",
  events: ["file.ready"],
  secret: "single",
};

const everyKind = (["single", "per-webhook", "resolver"] as const).flatMap(
  (secret) =>
    (["npm", "pnpm", "yarn", "bun"] as const).flatMap((packageManager) =>
      [[], ["file.ready"], [...(providers.events("frameio@4") ?? [])]].map(
        (events): Answers => ({ ...answers, secret, packageManager, events }),
      ),
    ),
);

describe("renderManifest", () => {
  it("is pleasant to read", () => {
    expect(
      renderManifest({
        ...answers,
        events: ["file.ready", "comment.created"],
        secret: "per-webhook",
      }),
    ).toBe(
      `// What this app is made from. Change it, then run \`npx frameio-gen generate\`.
{
  "$schema": "./.frameio/manifest.schema.json",
  "name": "my-app",
  "target": "node",
  "packageManager": "npm",

  // Who sends events, and where this app receives them.
  "providers": {
    "frameio": { "schema": "frameio@4", "path": "/webhooks/frameio" },
  },

  // One entry for each handler.
  // Each entry names the variable that holds its signing secret.
  "webhooks": [
    { "event": "file.ready", "secret": { "env": "FILE_READY_WEBHOOK_SECRET" } },
    {
      "event": "comment.created",
      "secret": { "env": "COMMENT_CREATED_WEBHOOK_SECRET" },
    },
    // Add one with \`npx frameio-gen add-webhook <event>\`.
  ],

  // Where deliveries are kept until they are worked off: sqlite, redis, postgres, or memory for tests.
  "inbox": { "engine": "sqlite" },

  // A verified payload that breaks its schema: report it, reject it, or turn the check off.
  "validate": "report",
}
`,
    );
  });

  it.each(everyKind)(
    "means what was answered, and is Prettier-clean: $secret, $packageManager, $events.length",
    async (given) => {
      const text = renderManifest(given);
      const { manifest, diagnostics } = parseManifest(text, { providers });
      expect(diagnostics).toEqual([]);
      expect(manifest).toMatchObject({
        name: "my-app",
        target: "node",
        packageManager: given.packageManager,
      });
      expect(manifest?.webhooks.map(({ events }) => events)).toEqual(
        given.events.map((event) => [event]),
      );
      for (const { secret, events } of manifest?.webhooks ?? []) {
        expect(secret).toEqual(
          {
            single: { kind: "env", variables: ["WEBHOOK_SECRET"] },
            "per-webhook": {
              kind: "env",
              variables: [
                `${events[0]?.replaceAll(".", "_").toUpperCase()}_WEBHOOK_SECRET`,
              ],
            },
            resolver: { kind: "resolver", name: "resolveSecret" },
          }[given.secret],
        );
      }
      expect(await format(text, { filepath: "frameio.jsonc" })).toBe(text);
    },
  );

  it("stays Prettier-clean, and comes back, when a webhook is added and removed", async () => {
    for (const given of everyKind.filter(({ events }) => events.length < 2)) {
      const text = renderManifest(given);
      const { text: added } = addWebhook(text, {
        events: ["metadata.value.updated"],
        secret: { env: "METADATA_VALUE_UPDATED_WEBHOOK_SECRET" },
      });
      expect(await format(added, { filepath: "frameio.jsonc" })).toBe(added);
      expect(
        removeWebhook(added, { events: ["metadata.value.updated"] }).text,
      ).toBe(text);
    }
  });

  it("takes another provider, on lines where a line would be long", async () => {
    const provider = {
      id: "loopcanvas",
      schema: "loopcanvas",
      path: "/webhooks/a/path/that/does/not/fit/on/one/line",
      sends: () => true,
    };
    const text = renderManifest({ ...answers, providers: [provider] });
    const { manifest } = parseManifest(text, { providers });
    expect(manifest?.providers).toEqual({
      loopcanvas: {
        schema: "loopcanvas",
        path: provider.path,
        layout: "single",
      },
    });
    expect(manifest?.webhooks[0]?.provider).toBe("loopcanvas");
    expect(await format(text, { filepath: "frameio.jsonc" })).toBe(text);
  });

  it.each(["single", "per-webhook", "resolver"] as const)(
    "names the provider of each event, secrets: %s",
    async (secret) => {
      const entry = (id: string, schema: string, event: string) => ({
        id,
        schema,
        path: `/webhooks/${id}`,
        sends: (name: string) => name === event,
      });
      const text = renderManifest({
        ...answers,
        secret,
        events: ["file.ready", "canvas.published"],
        providers: [
          entry("frameio", "frameio@4", "file.ready"),
          entry("loopcanvas", "loopcanvas", "canvas.published"),
        ],
      });
      const { manifest } = parseManifest(text, { providers });
      expect(manifest?.webhooks).toMatchObject([
        { provider: "frameio", events: ["file.ready"] },
        { provider: "loopcanvas", events: ["canvas.published"] },
      ]);
      const [first, second] = manifest?.webhooks ?? [];
      // Each provider signs with secrets of its own.
      if (secret !== "resolver")
        expect(second?.secret).not.toEqual(first?.secret);
      expect(await format(text, { filepath: "frameio.jsonc" })).toBe(text);
    },
  );

  it("escapes what it is given", () => {
    const { diagnostics } = parseManifest(
      renderManifest({ ...answers, name: 'a"\n*/${x}', events: ['"]'] }),
      { providers },
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["FG103", "FG104"]);
  });
});
