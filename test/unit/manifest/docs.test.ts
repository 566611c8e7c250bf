import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseManifest } from "../../../src/manifest/parse.js";
import { providers } from "./providers.js";

const page = readFileSync(
  new URL("../../../docs/MANIFEST.md", import.meta.url),
  "utf8",
);
const schema = JSON.parse(
  readFileSync(
    new URL("../../../schemas/manifest.schema.json", import.meta.url),
    "utf8",
  ),
);
const fences = [...page.matchAll(/^```jsonc\n([^]*?)^```$/gm)].map(
  ([, text = ""]) => text,
);

describe("docs/MANIFEST.md", () => {
  it.each(fences.map((text) => [text]))("%s is valid", (text) => {
    expect(parseManifest(text, { providers }).diagnostics).toEqual([]);
  });

  it("shows the defaults as they are", () => {
    const [least = "", everything = ""] = fences;
    const given = parseManifest(least, { providers }).manifest;
    expect(parseManifest(everything, { providers }).manifest).toEqual({
      ...given,
      webhooks: [
        {
          provider: "frameio",
          events: ["comment.created", "comment.updated"],
          handler: "src/webhooks/comments.ts",
          secret: { kind: "env", variables: ["WEBHOOK_SECRET"] },
          mode: "inbox",
          dedupe: { kind: "delivery" },
          work: {},
          place: { line: 10, column: 5 },
        },
      ],
    });
  });

  it("explains every key", () => {
    for (const key of Object.keys(schema.properties))
      expect(page).toContain(`\n## \`${key}\`\n`);
    for (const key of Object.keys(schema.$defs.webhook.properties))
      expect(page).toContain(`\n### \`${key}\`\n`);
    for (const key of [
      ...Object.keys(schema.properties.limits.properties),
      ...Object.keys(schema.properties.inbox.properties),
    ])
      expect(page).toMatch(new RegExp(`^\\| \`${key}\` `, "m"));
  });
});
