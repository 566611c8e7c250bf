import fc from "fast-check";
import { generateSync } from "json-schema-faker";
import { expect, it } from "vitest";

import type { EventType, Json } from "../../../../src/schema/catalog.js";
import { importProvider } from "../../../../src/schema/import/import-provider.js";
import { draws } from "../../../support/draws.js";
import { mutatedJson } from "../arbitraries.js";
import { newReferee } from "../referee.js";
import { loadValidators } from "../validators.js";
import { names, randomShapes } from "./random-shapes.js";

const SEED = 20_260_301;
const DOCUMENTS = 10;

/** What the document itself says of an event type, by ajv alone. */
function refereeOf(document: Json) {
  const ajv = newReferee();
  ajv.addSchema(document as object, "document");
  const place = "post/requestBody/content/application~1json/schema";
  return (name: string) =>
    ajv.compile({ $ref: `document#/webhooks/${name}/${place}` });
}

/** Payloads as the schema has them, and changed ones, of the event's own name. */
function payloadsOf({ name, schema, example }: EventType, seed: number) {
  const drawn = [1, 2].flatMap((n): Json[] => {
    try {
      const options = { seed: seed + n, maxItems: 2, maxDepth: 4 };
      return [generateSync(schema as never, options) as Json];
    } catch {
      return [];
    }
  });
  const base = example === undefined ? drawn : [example, ...drawn];
  const changed = base.flatMap((payload) =>
    fc.sample(mutatedJson(payload), { seed, numRuns: 6 }),
  );
  const all = JSON.parse(JSON.stringify([...base, ...changed])) as Json[];
  return all.filter((payload) => (payload as { type?: Json }).type === name);
}

it.each([
  ["admits that and nothing else, where nothing is to be opened", false],
  ["admits that at least, where objects and lists are opened", true],
])("what is made of a document %s", async (_, isClosed) => {
  const documents = fc.sample(randomShapes(isClosed), draws(SEED, DOCUMENTS));
  let valid = 0;
  for (const [seed, document] of documents.entries()) {
    const text = JSON.stringify(document);
    const { catalog } = importProvider(
      { kind: "document", name: "acme.json", text },
      { id: "./acme.json", title: "acme", signature: "standard-webhooks" },
    );
    expect(catalog.events.map(({ name }) => name)).toEqual(names);
    const validators = await loadValidators(catalog);
    const referee = refereeOf(document);
    for (const event of catalog.events) {
      const agreed = referee(event.name);
      const validate = validators.get(event.name)!;
      const payloads = payloadsOf(event, seed);
      const admitted = payloads.filter((payload) => agreed(payload));
      const judged = isClosed ? admitted : payloads;
      expect(judged.filter((payload) => validate(payload))).toEqual(admitted);
      valid += admitted.length;
    }
  }
  expect(valid).toBeGreaterThan(20 * DOCUMENTS);
});
