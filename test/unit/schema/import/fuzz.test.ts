import fc from "fast-check";
import { generateSync } from "json-schema-faker";
import { expect, it } from "vitest";

import type {
  EventCatalog,
  EventType,
  Json,
} from "../../../../src/schema/catalog.js";
import { describedPart } from "../../../../src/schema/described-part.js";
import { emitTypes } from "../../../../src/schema/emit-types.js";
import { importProvider } from "../../../../src/schema/import/import-provider.js";
import { mutatedJson } from "../arbitraries.js";
import { compileErrors } from "../documents.js";
import { newReferee } from "../referee.js";
import { loadValidators } from "../validators.js";
import { eventNames, randomDocuments } from "./random-documents.js";
import { draws } from "../../../support/draws.js";

const SEED = 20_260_101;
/** Of four event types each, which all have types, validators and payloads of their own: what takes long. */
const DOCUMENTS = 30;

const referee = newReferee();

function imported(text: string): EventCatalog {
  const source = { kind: "document", name: "acme.json", text } as const;
  const id = "./acme.json";
  const signature = "standard-webhooks";
  return importProvider(source, { id, title: "acme", signature }).catalog;
}

/** Payloads as the schema has them, changed ones, and anything at all. */
function payloadsOf({ schema, example }: EventType, seed: number): Json[] {
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
    fc.sample(mutatedJson(payload), { seed, numRuns: 4 }),
  );
  const any = fc.sample(fc.jsonValue({ maxDepth: 2 }), { seed, numRuns: 2 });
  return JSON.parse(JSON.stringify([...base, ...changed, ...any])) as Json[];
}

/** What a user's fixture says, and what a handler is given: what the guard lets through. JSON is a type, too. */
function usage(
  { schema, example, typeName }: EventType,
  accepted: readonly Json[],
): string {
  const fixture =
    example === undefined
      ? `undefined as unknown as ${typeName}`
      : JSON.stringify(describedPart(example, schema));
  const given = accepted.map((payload) =>
    JSON.stringify(describedPart(payload, schema)),
  );
  return [
    `export const fixture${typeName}: ${typeName} = ${fixture};`,
    `declare function give${typeName}(event: ${typeName}): void;`,
    ...given.map((payload) => `give${typeName}({} as ${payload});`),
  ].join("\n");
}

it("random schemas: types compile, validators agree with ajv, what they accept fits the type, fixtures are valid", async () => {
  const documents = fc.sample(randomDocuments, draws(SEED, DOCUMENTS));
  const counts = { unsampled: 0, valid: 0, invalid: 0 };
  const modules: string[] = [];
  for (const [seed, text] of documents.entries()) {
    const catalog = imported(text);
    expect(catalog.events.map(({ name }) => name)).toEqual(eventNames);
    const validators = await loadValidators(catalog);
    const uses = catalog.events.map((event) => {
      const validate = validators.get(event.name)!;
      const agreed = referee.compile(event.schema);
      const payloads = payloadsOf(event, seed);
      const accepted = payloads.filter((payload) => validate(payload));
      expect(accepted).toEqual(payloads.filter((payload) => agreed(payload)));
      if (event.example === undefined) counts.unsampled++;
      else expect(accepted).toContainEqual(event.example);
      counts.valid += accepted.length;
      counts.invalid += payloads.length - accepted.length;
      return usage(event, accepted);
    });
    modules.push([await emitTypes(catalog), ...uses].join("\n"));
  }
  // Nothing is refused, and a sample is found wherever one is possible: of these schemas, everywhere.
  expect(counts.unsampled).toBe(0);
  expect(counts.valid).toBeGreaterThan(20 * DOCUMENTS);
  expect(counts.invalid).toBeGreaterThan(10 * DOCUMENTS);
  const wrong = "export const wrong: ADoneEvent = { type: 1 };";
  const told = compileErrors([...modules, modules[0] + wrong]);
  expect(told).toEqual([expect.stringContaining(wrong)]);
});
