import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WebhookAnswers } from "../../generators/webhook/answers.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import {
  addInMemory,
  generateApp,
  removeInMemory,
  renameInMemory,
} from "../support/memory-app.js";
import { draws } from "../support/draws.js";

const manifest = `// ours
{
  "name": "any-order",
  "providers": {
    "frameio": { "schema": "frameio@4", "path": "/webhooks/frameio" },
    "canvas": { "schema": "loopcanvas", "path": "/webhooks/canvas" },
  },
  "webhooks": [
    { "event": "file.ready", "provider": "frameio" }, // the first
    { "event": "video.completed", "provider": "canvas", "secret": { "env": "CANVAS_SECRET" } },
    // Add one here.
  ],
}
`;

const frameio = { provider: "frameio" };
const canvas = { provider: "canvas" };
const additions: readonly (WebhookAnswers & { readonly provider: string })[] = [
  { ...frameio, events: ["comment.created"] },
  { ...canvas, events: ["render.completed"] },
  { ...frameio, events: ["comment.updated"], secret: "per-webhook" },
  { ...frameio, events: ["file.created"], handler: "files" },
  { ...frameio, events: ["file.deleted"], handler: "files" },
  { ...frameio, events: ["project.created"], secret: "resolver" },
  { ...canvas, events: ["canvas.*"], mode: "inbox" },
  { ...canvas, events: ["track.analyzed"], handler: "music" },
  { ...frameio, events: ["project.deleted"], handler: "src/file-ready.ts" },
  { ...frameio, events: ["file.updated"], handler: "src/webhooks/a/b.ts" },
];

type Step = (files: MemoryFiles) => Promise<MemoryFiles>;

const add =
  (index: number): Step =>
  (files) =>
    addInMemory(files, additions[index]!);

const remove =
  (index: number): Step =>
  async (files) => {
    const { events, provider } = additions[index]!;
    const result = await removeInMemory(files, events, { provider });
    expect(result.changeSet.conflicts).toEqual([]);
    return result.files;
  };

const adds = fc.shuffledSubarray([...additions.keys()], { minLength: 1 });
const orders = adds.chain((added) =>
  fc.tuple(
    fc.constant(added),
    fc.shuffledSubarray(added, { minLength: added.length }),
  ),
);

async function after(files: MemoryFiles, steps: readonly Step[]) {
  let result = files;
  for (const step of steps) result = await step(result);
  return result;
}

describe("any order of adds, then removes", () => {
  const before = generateInMemory({}, manifest).then(({ files }) => files);

  it("gives the tree of before, byte for byte", async () => {
    const first = await before;
    await fc.assert(
      fc.asyncProperty(orders, async ([added, removed]) => {
        const files = await after(first, added.map(add));
        expect(files).not.toEqual(first);
        expect(await after(files, removed.map(remove))).toEqual(first);
      }),
      draws(11, 8),
    );
  }, 240_000);

  /** What a user does to files that stay: afterwards they are as if nothing else had been done. */
  const edits: Readonly<Record<string, Step>> = {
    "package.json": editing("package.json", (text) =>
      text.replace('"private": true', '"private": true,\n  "author": "me"'),
    ),
    "README.md": editing("README.md", (text) => `${text}\n## Mine\n\nWords.\n`),
    ".env.example": editing(".env.example", (text) => `${text}\nMINE=1\n`),
    "comments of the manifest": editing("frameio.jsonc", (text) =>
      text
        .replace("// ours", "/* ours,\n   and mine */")
        .replace("// the first", "// the first of all")
        .replace("    // Add one here.", "\n    // Mine: none below.\n    //")
        .replace('"canvas": {', '// who paints\n    "canvas": {'),
    ),
    "a handler": editing(
      ["src/webhooks/video-completed.ts", "src/media/painted.ts"],
      mine,
    ),
    "a test": editing(
      [
        "test/webhooks/video-completed.test.ts",
        "test/webhooks/media/painted.test.ts",
      ],
      mine,
    ),
    "a handler's place": async (files) =>
      generated(moved(files, "src/webhooks/file-ready.ts", "src/media/ok.ts")),
    "a handler's name": (files) =>
      renameInMemory(files, "video.completed", "src/media/painted.ts"),
    "the templates": async (files) => {
      const path = ".frameio/templates/app/README.md.hbs";
      const name = "app/README.md.hbs";
      const ejected = await generateApp(files, { eject: [name] });
      const { [path]: text = "" } = ejected.files;
      return generated({ ...ejected.files, [path]: `${text}\nOur terms.\n` });
    },
  };
  const names = Object.keys(edits);

  it("keeps what was edited in between, and nothing else", async () => {
    const first = await before;
    await fc.assert(
      fc.asyncProperty(
        orders,
        fc.shuffledSubarray(names, { minLength: 1 }),
        fc.array(fc.nat(), { minLength: names.length }),
        async ([added, removed], touched, places) => {
          const steps: [name: string, step: Step][] = [
            ...added.map((index): [string, Step] => [
              `add ${additions[index]!.events}`,
              add(index),
            ]),
            ...removed.map((index): [string, Step] => [
              `remove ${additions[index]!.events}`,
              remove(index),
            ]),
          ];
          touched.forEach((name, index) => {
            const at = places[index]! % (steps.length + 1);
            steps.splice(at, 0, [`edit ${name}`, edits[name]!]);
          });
          const files = await after(
            first,
            steps.map(([, step]) => step),
          );
          const inOrder = steps.flatMap(([name]) =>
            name.startsWith("edit ") ? [edits[name.slice(5)]!] : [],
          );
          const want = await after(first, [...inOrder, generated]);
          expect(await generated(files)).toEqual(want);
        },
      ),
      draws(12, 6),
    );
  }, 240_000);

  it("keeps edited handlers that were added, wherever they went, and tells comments that go", async () => {
    const first = await before;
    await fc.assert(
      fc.asyncProperty(
        // One whose handler is its own.
        orders.filter(([, [index]]) => additions[index!]!.handler !== "files"),
        fc.array(fc.constantFrom("edit", "move", "rename", "comment"), {
          maxLength: 3,
        }),
        async ([added, removed], fates) => {
          const [index] = removed as [number];
          const { events, provider } = additions[index]!;
          let files = await after(first, added.map(add));
          let path = handlerOf(files, events[0]!);
          for (const [turn, fate] of fates.entries()) {
            const to = `src/turn-${turn}/x.ts`;
            if (fate === "edit") files = await editing(path, mine)(files);
            if (fate === "comment")
              files = await editing("frameio.jsonc", (text) =>
                text.replace(
                  JSON.stringify(events[0]),
                  (name) => `/* mine ${turn} */ ${name}`,
                ),
              )(files);
            if (fate === "rename")
              files = await renameInMemory(files, events[0]!, to);
            if (fate === "move") files = moved(files, path, to);
            if (fate === "rename" || fate === "move") path = to;
          }
          const edited = files[path];
          const result = await removeInMemory(files, events, { provider });
          const notes = fates.filter((fate) => fate === "comment");
          expect(result.comments).toHaveLength(notes.length);
          files = await after(result.files, removed.slice(1).map(remove));
          const want = fates.includes("edit") ? { [path]: edited } : {};
          expect(files).toEqual({ ...first, ...want });
        },
      ),
      draws(13, 6),
    );
  }, 240_000);
});

/** Edits a file, wherever it is by now. */
function editing(
  path: string | readonly string[],
  edit: (text: string) => string,
): Step {
  return async (files) => {
    const found = [path].flat().find((each) => each in files) ?? "";
    const text = files[found] ?? "";
    const edited = edit(text);
    expect(edited, found).not.toBe(text);
    return { ...files, [found]: edited };
  };
}

async function generated(files: MemoryFiles): Promise<MemoryFiles> {
  const { changeSet, files: made } = await generateApp(files);
  expect(changeSet.conflicts).toEqual([]);
  return made;
}

function mine(text: string): string {
  return `// mine\n${text}`;
}

/** `git mv` */
function moved(files: MemoryFiles, from: string, to: string): MemoryFiles {
  const { [from]: text, ...rest } = files;
  if (text === undefined) throw new Error(`there is no ${from}`);
  const depth = "../".repeat(to.split("/").length - 2);
  return {
    ...rest,
    [to]: text.replaceAll(/"(?:\.\.\/)+frameio/g, `"${depth}frameio`),
  };
}

function handlerOf(files: MemoryFiles, event: string): string {
  const call = new RegExp(
    `onWebhook\\(\\s*\\[?\\s*${JSON.stringify(event).replaceAll(/[.*]/g, "\\$&")}`,
  );
  const path = Object.keys(files).find(
    (each) => each.startsWith("src/") && call.test(files[each] ?? ""),
  );
  if (path === undefined) throw new Error(`nothing handles ${event}`);
  return path;
}
