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
const code = `import type { EventMap } from "../src/frameio/events.gen.js";

declare const some: EventMap["file.n0"];
declare const other: EventMap["file.n1"];
some.myTeam.id;
some.part?.myTeam.id;
other.myTeam.id;
other.part?.myTeam.id;
`;

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

it.each([
  [
    "in some events is followed where it is seen whose it is",
    ["file.n0"],
    "some",
  ],
  ["in all events is followed everywhere", names, "\\w+"],
])(
  "a member of what many have in common that is renamed %s",
  (_, renamed, of) => {
    const nothing = new Map();
    const changes = compareCatalogs(before, catalogOf(renamed));
    const edits = renameInCode(
      compiled,
      {
        events: nothing,
        exports: nothing,
        fixtures: nothing,
        fields: changedFields(changes, eventTypesOf(compiled, isGenerated)),
        values: nothing,
      },
      { senderOf: () => undefined, isGenerated },
    );
    const followed = new RegExp(`^(${of})((?:\\.part\\?)?)\\.myTeam`, "gm");
    expect(applyTextEdits(code, edits.get("test/a.ts") ?? [])).toBe(
      code.replace(followed, "$1$2.my_team"),
    );
  },
);
