import { beforeAll, describe, expect, it } from "vitest";

import { compareCatalogs } from "../../../src/impact/compare-catalogs.js";
import { changedFields } from "../../../src/impact/compile/changed-fields.js";
import { eventTypesOf } from "../../../src/impact/compile/event-types.js";
import { createCompiler } from "../../../src/impact/compile/program.js";
import { renameInCode } from "../../../src/impact/compile/rename-code.js";
import {
  applyTextEdits,
  placeBefore,
} from "../../../src/impact/compile/text-edits.js";
import { collectNames } from "../../../src/impact/new-names.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import { documentOf, webhookOf } from "../schema/documents.js";
import { memoryProgram } from "./memory-program.js";

const text = { type: "string" };
const listed = { type: "string", "x-extensible-enum": ["old", "other"] };
const team = { type: "object", properties: { id: text }, required: ["id"] };
const payload = { team, "odd key": text, kind: listed };
const required = ["team", "odd key", "kind"];
const example = { team: { id: "1" }, "odd key": "x", kind: "old" };

/** `a` stays whatever happens; what is between the marks is renamed: `«before»after»`. */
const cases: readonly (readonly [name: string, code: string])[] = [
  [
    "the event of a handler",
    'onWebhook(«"file.payed"»"file.paid"», () => {});',
  ],
  [
    "one of several events, with its own marks",
    "onWebhook([«'file.payed'»'file.paid'», \"file.ready\"], () => {});",
  ],
  [
    "a comparison",
    'declare const event: WebhookEvent; if (event.type === «"file.payed"»"file.paid"») stop();',
  ],
  [
    "a case",
    'declare const event: WebhookEvent; switch (event.type) { case «"file.payed"»"file.paid"»: stop(); }',
  ],
  [
    "a key of a table",
    'const words: Record<EventName, string> = { «"file.payed"»"file.paid"»: "paid", "file.ready": "ready", "file.gone": "" };',
  ],
  [
    "a key in brackets, and one of a method",
    'const one: { [K in EventName]?: (event: EventMap[K]) => void } = { [«"file.payed"»"file.paid"»]: () => {} }; const two: typeof one = { «"file.payed"»"file.paid"»(event) { event.«team»workspace».id; } };',
  ],
  [
    "a member of any event, whatever one that is gone had",
    "function of<E extends WebhookEvent>({ «team»workspace: team» }: E) { return team.id; }",
  ],
  [
    "no key of a table of the user's own",
    'interface Words { "file.payed": string } const words: Words = { "file.payed": "paid" };',
  ],
  [
    "a constant that is given to something",
    'const PAYED = «"file.payed"»"file.paid"»; onWebhook(PAYED, () => {});',
  ],
  [
    "a list of constants",
    'const ALL = [«"file.payed"»"file.paid"», "file.ready"] as const; onWebhook(ALL, () => {});',
  ],
  ["a type by its event", 'type A = EventMap[«"file.payed"»"file.paid"»];'],
  [
    "no text that means something else",
    'log("file.payed"); const x: string = "file.payed";',
  ],
  ["no comment", "// file.payed came\nstop();"],
  [
    "a type, and what it is called here stays",
    'import type { «FilePayedEvent»FilePaidEvent» as Mine } from "../src/frameio/events.gen.js"; let a: Mine;',
  ],
  [
    "a type wherever it is used",
    'import type { «FilePayedEvent»FilePaidEvent» } from "../src/frameio/events.gen.js"; function f(a: «FilePayedEvent»FilePaidEvent»): void {}',
  ],
  [
    "no type of the user's own",
    "interface FilePayedEvent { team: { id: string } }\nlet a: FilePayedEvent; a.team.id;",
  ],
  [
    "a member",
    'declare const e: EventMap[«"file.payed"»"file.paid"»]; e.«team»workspace».id; e?.«team»workspace»?.id;',
  ],
  [
    "a member in brackets",
    "declare const e: WebhookEvent; e['«team»workspace»']; e[\"«team»workspace»\"];",
  ],
  [
    "a member that is taken out",
    "declare const e: WebhookEvent; const { «team»workspace: team» } = e; use(team);",
  ],
  [
    "a member that is taken out under another name",
    "declare const e: WebhookEvent; const { «team»workspace»: crew } = e; use(crew);",
  ],
  [
    "a member that is given",
    'const e: Pick<WebhookEvent, "type"> & { team: { id: string } } = null!; const team = { id: "1" }; const f: Partial<WebhookEvent> = { «team»workspace: team» };',
  ],
  [
    "a member that is asked for",
    'declare const e: WebhookEvent; if («"team"»"workspace"» in e) stop();',
  ],
  [
    "a member that a type picks",
    'type A = Pick<WebhookEvent, «"team"»"workspace"» | "kind">; type B = Omit<A, «"team"»"workspace"» | "x">; type C = WebhookEvent["kind" | «"team"»"workspace"»];',
  ],
  [
    "no member of something else",
    "declare const e: { team: { id: string } }; e.team.id; const { team } = e;",
  ],
  [
    "a value of an open list",
    'declare const e: WebhookEvent; if (e.kind === «"old"»"new"») stop(); type Mine = "old"; const m: Mine = "old";',
  ],
];

const HEAD = [
  'import { onWebhook, type EventMap, type EventName, type WebhookEvent } from "../src/frameio/index.gen.js";',
  "declare function stop(): void;",
  "declare function log(text: string): void;",
  "declare function use(value: unknown): void;",
  "",
].join("\n");
const pathOf = (index: number) => `test/case-${index}.ts`;
const read = (code: string, side: 1 | 2) =>
  HEAD + code.replaceAll(/«([^»]*)»([^»]*)»/g, `$${side}`);

const named = (from: string, to: string) =>
  new Map([[from, new Map([["test", to]])]]);

let edits: ReturnType<typeof renameInCode>;

beforeAll(async () => {
  const catalog = (name: string, member: string, ...gone: string[]) => {
    const { team: crew, ...rest } = payload;
    const properties = { ...rest, [member]: crew };
    const needed = required.map((key) => (key === "team" ? member : key));
    const { team: sample, ...more } = example;
    return readCatalog(
      JSON.stringify(
        documentOf(
          Object.fromEntries(
            [name, "file.ready", ...gone].map((event) => [
              event,
              webhookOf(event, properties, needed, {
                ...more,
                [member]: sample,
              }),
            ]),
          ),
        ),
      ),
      "test@1",
    );
  };
  const before = catalog("file.payed", "team", "file.gone");
  const now = catalog("file.paid", "workspace");
  const events = new Map([["file.payed", "file.paid"]]);
  const isGenerated = (path: string) => path.startsWith("src/frameio/");
  const compiled = createCompiler(
    memoryProgram({
      "src/frameio/events.gen.ts": await emitTypes(before),
      ...Object.fromEntries(
        cases.map(([, code], index) => [pathOf(index), read(code, 1)]),
      ),
    }),
  ).compile(new Map());
  edits = renameInCode(
    compiled,
    {
      events: collectNames([
        { provider: "test", from: "file.payed", to: "file.paid" },
        { provider: "test", from: "file.gone", to: undefined },
      ]),
      exports: named("FilePayedEvent", "FilePaidEvent"),
      goneTypes: new Map([["FileGoneEvent", "file.gone"]]),
      fixtures: new Map(),
      fields: changedFields(
        compareCatalogs(before, now, events, new Map([["team", "workspace"]])),
        eventTypesOf(compiled, isGenerated),
      ),
      values: named("old", "new"),
    },
    { senderOf: () => undefined, isGenerated },
  );
}, 60_000);

describe("a rename follows", () => {
  it.each(cases.map(([name, code], index) => ({ name, code, index })))(
    "$name",
    ({ code, index }) => {
      const before = read(code, 1);
      expect(applyTextEdits(before, edits.get(pathOf(index)) ?? [])).toBe(
        read(code, 2),
      );
    },
  );
});

describe("a place in an edited text", () => {
  it.each([
    ["before the edit", "a.b.c", "a.bcd.c", 0, 0],
    ["behind the edit", "a.b.c", "a.bcd.c", 6, 4],
    ["on another line", "x\na.b.c", "x\na.bcd.c", 8, 6],
    ["behind what is shorter now", "call(team)", "call(x)", 6, 9],
  ])("is found: %s", (_, before, after, offset, expected) => {
    expect(placeBefore(before, after, offset)).toBe(expected);
  });
});
