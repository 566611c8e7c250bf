import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/schema/catalog.js";
import { compileSchema } from "../../../src/schema/compile-schema.js";
import {
  type DeliveryDescription,
  deliveryProblems,
} from "../../../src/schema/delivery.js";
import {
  deliveryPresets,
  presetNames,
  withPreset,
} from "../../../src/schema/delivery-presets.js";
import { deliverySchema } from "../../../src/schema/delivery-schema.js";

const rest = {
  event: { pointer: "/type" },
  contentType: "application/json",
  timeoutSeconds: 10,
  retry: { attempts: 1 },
};

function described(own: { readonly [key: string]: Json }): DeliveryDescription {
  return withPreset({ ...rest, ...own }) as unknown as DeliveryDescription;
}

describe("presets", () => {
  const validate = compileSchema(deliverySchema);

  test.each(presetNames)("%s makes a whole description", (preset) => {
    const description = described({ preset });
    expect(validate(description), JSON.stringify(validate.errors)).toBe(true);
    expect(deliveryProblems(description)).toEqual([]);
  });

  test("a member is named differently, the others stay", () => {
    const { signature } = described({
      preset: "github-sha256",
      signature: { header: "x-signature" },
    });
    expect(signature).toEqual({
      ...deliveryPresets["github-sha256"].signature,
      header: "x-signature",
    });
  });

  test("null takes a member away", () => {
    const description = described({ preset: "stripe", id: null });
    expect(description).not.toHaveProperty("id");
    expect(description).not.toHaveProperty("preset");
  });

  test.each(["nobody", "__proto__", "constructor"])(
    "an unknown preset is no description: %s",
    (preset) => {
      expect(validate(described({ preset }))).toBe(false);
    },
  );
});

test.each<[string, string, { readonly [key: string]: Json }]>([
  ["{id}", "which no header", { id: { pointer: "/id" } }],
  ["{timestamp}", "which no header", { timestamp: null }],
  ["{body}", "once", { signature: { signed: "{timestamp}.{id}" } }],
  ["{body}", "once", { signature: { signed: "{body}{body}" } }],
])("what contradicts itself is told: %s, %s", (name, why, own) => {
  const problems = deliveryProblems(
    described({ preset: "standard-webhooks", ...own }),
  );
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(name);
  expect(problems[0]).toContain(why);
});
