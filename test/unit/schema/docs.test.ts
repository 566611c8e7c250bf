import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileSchema } from "../../../src/schema/compile-schema.js";
import {
  deliveryPresets,
  type PresetName,
  presetNames,
  withPreset,
} from "../../../src/schema/delivery-presets.js";
import { deliverySchema } from "../../../src/schema/delivery-schema.js";
import { readDocument } from "../../../src/schema/read-document.js";

const page = readFileSync(
  new URL("../../../docs/PROVIDERS.md", import.meta.url),
  "utf8",
);
const examples = [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(
  ([, text = ""]) => JSON.parse(text),
);

const { properties: members } = deliverySchema as {
  readonly properties: object;
};

const folder = new URL("../../../schemas/providers/", import.meta.url);
const builtIn = readdirSync(folder).map((file) => {
  const id = file.replace(".openapi.json", "").replace(/-(\d+)$/, "@$1");
  return readDocument(readFileSync(new URL(file, folder), "utf8"), id);
});

describe("docs/PROVIDERS.md", () => {
  it.each(builtIn)(
    "tells how $id comes",
    ({ id, events, anyEvent, delivery }) => {
      const row = page
        .split("\n")
        .find((line) => line.startsWith(`| \`${id}\` `));
      const [, , types, preset = "", duplicates, waits, tries] =
        row?.split("|").map((cell) => cell.trim()) ?? [];
      expect(types).toBe(anyEvent ? "any" : String(events.length));
      const { signed } =
        deliveryPresets[preset.slice(1, -1) as PresetName].signature;
      expect(delivery.signature.signed).toBe(signed);
      const { id: told, timestamp } = delivery;
      expect(duplicates).toBe(
        told === undefined
          ? `timestamp ${timestamp && "header" in timestamp ? "header" : "member"} and body`
          : "header" in told
            ? `\`${told.header}\` header`
            : `\`${told.pointer.slice(1)}\``,
      );
      expect(waits).toBe(`${delivery.timeoutSeconds} s`);
      expect(tries).toBe(String(delivery.retry.attempts));
    },
  );

  it("describes deliveries that are valid", () => {
    const check = compileSchema(deliverySchema);
    const [own, slack, challenge] = examples;
    for (const description of [own, slack, { ...own, challenge }]) {
      check(withPreset(description));
      expect(check.errors ?? []).toEqual([]);
    }
  });

  it("explains every member and preset", () => {
    for (const name of [...Object.keys(members), ...presetNames]) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` `, "m"));
    }
  });
});
