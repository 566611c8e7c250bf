import { beforeAll, expect, it } from "vitest";
import { compareCatalogs } from "../../../src/impact/compare-catalogs.js";
import { changedFields } from "../../../src/impact/compile/changed-fields.js";
import { eventTypesOf } from "../../../src/impact/compile/event-types.js";
import {
  type Compiled,
  createCompiler,
} from "../../../src/impact/compile/program.js";
import { renameInCode } from "../../../src/impact/compile/rename-code.js";
import { applyTextEdits } from "../../../src/impact/compile/text-edits.js";
import type { EventCatalog, Json } from "../../../src/schema/catalog.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import { OFTEN } from "../../../src/schema/repeated-objects.js";
import { documentOf, webhookOf } from "../schema/documents.js";
import { memoryProgram } from "./memory-program.js";

const names = Array.from({ length: OFTEN }, (_, index) => `file.n${index}`);
/** What is between the marks goes if `some` alone has it under another name: `«before»after»`. Its own event is `file.n0`. */
const evident = `
some.«myTeam»my_team».id;
some.part?.«myTeam»my_team».id;
some["«myTeam»my_team»"].id;
const { «myTeam»my_team: myTeam», part } = some;
part?.«myTeam»my_team».id;
const { part: { «myTeam»my_team»: nested } = some.part! } = some;
use((part ?? some.part)!.«myTeam»my_team»);
function read({ «myTeam»my_team: myTeam», part: inner }: EventMap["file.n0"]) {
  return [myTeam, inner?.«myTeam»my_team»];
}
type Part = NonNullable<EventMap["file.n0"]["part"]>;
const whose = (part: Part): Part["«myTeam»my_team»"] => part.«myTeam»my_team»;
const sample: EventMap["file.n0"] = { ...some, «myTeam»my_team»: nested, part: { «myTeam»my_team: myTeam» } };
`;
/** Nobody can see whose it is, or it is another's. */
const others = `
other.myTeam.id;
const { myTeam: theirs, part: hers } = other;
hers?.myTeam.id;
function any(part: EventPart) { return part.myTeam; }
let either = some.part;
either = other.part;
either?.myTeam.id;
function both({ myTeam }: EventMap["file.n0" | "file.n1"]) { return myTeam; }
`;
const HEAD = `import type { EventMap, EventPart } from "../src/frameio/events.gen.js";
declare const some: EventMap["file.n0"];
declare const other: EventMap["file.n1"];
declare function use(...values: unknown[]): void;
`;
const read = (text: string, side: 1 | 2) =>
  text.replaceAll(/«([^»]*)»([^»]*)»/g, `$${side}`);
const code = HEAD + read(evident, 1) + others;

/** All events have the same members around them and a part that is the same; in those told, a member of both is called otherwise. */
function catalogOf(renamed: readonly string[]): EventCatalog {
  const text = { type: "string" };
  const team = { type: "object", properties: { id: text }, required: ["id"] };
  const webhooks = names.map((name) => {
    const member = renamed.includes(name) ? "my_team" : "myTeam";
    const both: Record<string, Json> = { [member]: team, at: text };
    const part = { type: "object", properties: both, required: [member] };
    const properties = { ...both, part, [`own-${name}`]: text };
    const example = { [member]: { id: "1" } };
    return [name, webhookOf(name, properties, [member], example)] as const;
  });
  const document = documentOf(Object.fromEntries(webhooks));
  return readCatalog(JSON.stringify(document), "test@1");
}

const before = catalogOf([]);
const isGenerated = (path: string) => path.startsWith("src/frameio/");
let types: string;
let compiled: Compiled;

beforeAll(async () => {
  types = await emitTypes(before);
  compiled = createCompiler(
    memoryProgram({ "src/frameio/events.gen.ts": types, "test/a.ts": code }),
  ).compile(new Map());
}, 60_000);

it("the types that are tried have such members", () => {
  expect(types).toContain("FileN0Event extends EventEnvelope {");
  expect(types).toContain("  part?: EventPart;");
});

function renamed(events: readonly string[]): string {
  const nothing = new Map();
  const changes = compareCatalogs(before, catalogOf(events));
  const edits = renameInCode(
    compiled,
    {
      events: nothing,
      exports: nothing,
      goneTypes: nothing,
      fixtures: nothing,
      fields: changedFields(changes, eventTypesOf(compiled, isGenerated)),
      values: nothing,
    },
    { senderOf: () => undefined, isGenerated },
  );
  return applyTextEdits(code, edits.get("test/a.ts") ?? []);
}

it("the code that is tried compiles", () => {
  const file = compiled.fileAt("test/a.ts");
  expect(compiled.program.getSemanticDiagnostics(file)).toEqual([]);
});

it("a member that is renamed in some events is followed where it is seen whose it is", () => {
  expect(renamed(["file.n0"])).toBe(HEAD + read(evident, 2) + others);
});

it("a member that is renamed in all events is followed everywhere", () => {
  const text = renamed(names);
  expect(text.startsWith(HEAD + read(evident, 2))).toBe(true);
  expect(text).not.toMatch(/\.myTeam|\{ myTeam\b/);
});
