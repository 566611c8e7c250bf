import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileSchema } from "../../../src/schema/compile-schema.js";
import {
  presetNames,
  withPreset,
} from "../../../src/schema/delivery-presets.js";
import { deliverySchema } from "../../../src/schema/delivery-schema.js";

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

describe("docs/PROVIDERS.md", () => {
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
