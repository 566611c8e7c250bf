import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import type { Json } from "../../src/schema/catalog.js";
import { documentOf, webhookOf } from "../unit/schema/documents.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { installInto, toolWith } from "./support/other-tool.js";
import { run } from "./support/run.js";

const text = { type: "string" };
const reference = {
  type: "object",
  properties: { id: text },
  required: ["id"],
};
const id = { id: "8bd83e2b" };
/** What every payload of the test has. */
const common = { resource: reference };

function event(
  name: string,
  more: Record<string, Json> = {},
  required: readonly string[] = [],
  example: Record<string, Json> = {},
) {
  return {
    [name]: webhookOf(name, { ...common, ...more }, ["resource", ...required], {
      resource: id,
      ...example,
    }),
  };
}

const size = { size: { type: "number" } };
const author = { author: reference };

const before = documentOf({
  ...event("file.ready", { ...size, ...author }, ["size", "author"], {
    size: 3,
    author: id,
  }),
  ...event("file.payed", { amount: text }, ["amount"], { amount: "1" }),
  ...event("share.viewed"),
});
/** `author` is optional, `checksum` is new and required. */
const now = documentOf({
  ...event(
    "file.ready",
    { ...size, ...author, checksum: text },
    ["size", "checksum"],
    { size: 3, checksum: "c0ffee" },
  ),
  ...event("file.payed", { amount: text }, ["amount"], { amount: "1" }),
  ...event("share.viewed"),
});
const renamed = documentOf({
  ...event("file.ready", { ...size, ...author }, ["size", "author"], {
    size: 3,
    author: id,
  }),
  ...event("file.paid", { amount: text }, ["amount"], { amount: "1" }),
  ...event("share.viewed"),
});
const without = documentOf({
  ...event("file.ready", { ...size, ...author }, ["size", "author"], {
    size: 3,
    author: id,
  }),
  ...event("file.payed", { amount: text }, ["amount"], { amount: "1" }),
});

let old: string;
let later: string;
let renaming: string;
let removing: string;

beforeAll(async () => {
  [old, later, renaming, removing] = (await Promise.all(
    [before, now, renamed, without].map(toolWith),
  )) as [string, string, string, string];
}, 240_000);

const HANDLER = "src/webhooks/file-ready.ts";

async function appOf(...events: string[]): Promise<string> {
  const cwd = temporaryFolder();
  const create = old.replace("frameio-gen", "create-frameio-app");
  const args = ["app", "--yes", "--no-install", "--no-git"];
  const made = await run("create", args, { cwd, path: create });
  const app = join(cwd, "app");
  if (events.length > 0)
    await run("gen", ["add-webhook", ...events], { cwd: app, path: old });
  if (made.code !== 0) throw new Error(made.output);
  installInto(app);
  return app;
}

const types = (path: string, cwd: string, ...args: string[]) =>
  run("gen", ["types", ...args], { cwd, path });

function edit(root: string, path: string, by: (text: string) => string) {
  writeFileSync(join(root, path), by(read(root, path)));
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function texts(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root))
      .filter(([path]) => !/^(node_modules|\.frameio\/history)/.test(path))
      .map(([path, shown]) => [path, shown.replace(/^\S+ /, "")]),
  );
}

const use = (root: string, code: string) =>
  edit(root, HANDLER, (before) =>
    before.replace(/ {2}ctx\.log\.info.*\n/, `  ${code}\n`),
  );

describe("types", () => {
  it("stops where code would break, names the place, and writes it when that is accepted", async () => {
    const root = await appOf();
    use(root, "ctx.log.info({ by: event.author.id }, event.type);");
    const start = texts(root);
    const stopped = await types(later, root);
    expect(stopped).toMatchObject({ code: 3 });
    expect(stopped.stdout).toContain("! author    may be missing now");
    expect(stopped.stdout).toContain("checksum  is new: string");
    expect(stopped.stdout).toContain(
      `${HANDLER}:5:22 error FG230 author of file.ready may be missing now`,
    );
    expect(stopped.stdout).toContain("^^^^^^^^^^^^");
    expect(stopped.stderr).toContain("1 place in your code would break");
    expect(texts(root)).toEqual(start);

    const accepted = await types(later, root, "--accept");
    expect(accepted).toMatchObject({ code: 0 });
    expect(read(root, "src/frameio/events.gen.ts")).toContain("author?:");
    // The sample was as it was generated, and follows; the handler is left to its author.
    expect(read(root, "test/fixtures/file-ready.ts")).toContain("c0ffee");
    expect(read(root, HANDLER)).toBe(start[HANDLER]);

    const again = await types(later, root);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toBe(
      "Nothing to do: the event types are up to date.\n",
    );
    expect(
      await run("gen", ["check"], { cwd: root, path: later }),
    ).toMatchObject({ code: 0 });

    const undone = await run("gen", ["undo"], { cwd: root, path: later });
    expect(undone).toMatchObject({ code: 0 });
    expect(texts(root)).toEqual(start);
  });

  it("writes at once what breaks nothing, however much it would break others", async () => {
    const root = await appOf();
    use(root, "ctx.log.info({ size: event.size }, event.type);");
    const result = await types(later, root);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain("1 of that may break a receiver");
    expect(result.stdout).not.toContain("FG230");
    expect(read(root, "src/frameio/events.gen.ts")).toContain("author?:");
  });

  it("leaves out what was broken before", async () => {
    const root = await appOf();
    use(root, "ctx.log.info({ x: event.nonsense }, event.author.id);");
    const result = await types(later, root, "--json");
    const { places } = JSON.parse(result.stdout) as {
      places: { field: string }[];
    };
    expect(places).toMatchObject([{ field: "author", line: 5 }]);
  });

  it("lists a sample that was edited and lacks what is required now", async () => {
    const root = await appOf();
    edit(root, "test/fixtures/file-ready.ts", (before) =>
      before.replace("size: 3", "size: 4"),
    );
    const result = await types(later, root, "--json");
    expect(result).toMatchObject({ code: 3 });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: false,
      exitCode: 3,
      command: "types",
      changed: false,
      breaks: true,
      accepted: false,
      providers: [
        {
          provider: "frameio",
          schema: "frameio@4",
          events: [
            {
              event: "file.ready",
              change: "event-changed",
              breaking: true,
              fields: [
                { field: "author", change: "became-optional", breaking: true },
                { field: "checksum", change: "field-added", breaking: false },
              ],
            },
          ],
        },
      ],
      places: [
        {
          kind: "breaks",
          file: "test/fixtures/file-ready.ts",
          field: "checksum",
          change: "field-added",
          compiler: { code: 2741 },
        },
      ],
    });
    expect(read(root, "test/fixtures/file-ready.ts")).toContain("size: 4");
  });

  it("gives a report for a pull request", async () => {
    const root = await appOf();
    use(root, "ctx.log.info({ by: event.author.id }, event.type);");
    const start = texts(root);
    const result = await types(later, root, "--dry-run", "--markdown");
    expect(result).toMatchObject({ code: 3 });
    expect(result.stdout).toContain("## Event types of frameio");
    expect(result.stdout).toContain(
      "| **breaking** | `file.ready` | `author` | may be missing now |",
    );
    expect(result.stdout).toContain("### 1 place in the code");
    expect(result.stdout).toContain(`- \`${HANDLER}:5:22\` author of`);
    expect(result.stdout).not.toContain("Nothing was written");
    expect(texts(root)).toEqual(start);
  });

  it("follows an event that was renamed evidently, in handler, test, sample and manifest", async () => {
    const root = await appOf("file.payed");
    const path = "src/webhooks/file-payed.ts";
    edit(root, path, (before) =>
      [
        'import type { FilePayedEvent } from "../frameio/index.gen.js";',
        before.replace(
          /ctx\.log\.info.*\n/,
          'note(event);\n  if (event.type === "file.payed") ctx.log.info("file.payed came");\n',
        ),
        "// file.payed is what they call it.",
        "function note(event: FilePayedEvent): string {",
        "  return   event.amount;",
        "}",
        'export const title = "file.payed";',
        "",
      ].join("\n"),
    );
    const start = texts(root);
    const result = await types(renaming, root);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain(
      "file.paid is new under this name, was file.payed",
    );
    // What only looks like the event is told, and left.
    expect(result.stdout).toContain(`${path}:14:22 info FG231`);
    const moved = "src/webhooks/file-paid.ts";
    expect(existsSync(join(root, path))).toBe(false);
    expect(read(root, moved)).toBe(
      start[path]!.replaceAll("FilePayedEvent", "FilePaidEvent")
        .replace('onWebhook("file.payed"', 'onWebhook("file.paid"')
        .replace('=== "file.payed"', '=== "file.paid"'),
    );
    expect(read(root, "frameio.jsonc")).toContain('"file.paid"');
    expect(read(root, "test/fixtures/file-paid.ts")).toContain(
      "export const filePaid: FilePaidEvent",
    );
    expect(await types(renaming, root)).toMatchObject({ code: 0 });
    const undone = await run("gen", ["undo"], { cwd: root, path: renaming });
    expect(undone).toMatchObject({ code: 0 });
    expect(texts(root)).toEqual(start);
  });

  it("releases the handler of an event that is gone", async () => {
    const root = await appOf("share.viewed");
    const path = "src/webhooks/share-viewed.ts";
    const start = read(root, path);
    const stopped = await types(removing, root);
    expect(stopped).toMatchObject({ code: 3 });
    expect(stopped.stdout).toContain("! share.viewed is gone");
    expect(stopped.stdout).toContain(
      `${path}:4:26 error FG230 The event share.viewed is gone`,
    );
    expect(stopped.stdout).not.toContain(HANDLER);
    const accepted = await types(removing, root, "--accept");
    expect(accepted).toMatchObject({ code: 0 });
    expect(accepted.stderr).toContain("FG334");
    expect(read(root, path)).toBe(start);
    expect(read(root, "frameio.jsonc")).not.toContain("share.viewed");
    expect(
      await run("gen", ["check"], { cwd: root, path: removing }),
    ).toMatchObject({ code: 0 });
  });

  it("renames as it is told, and refuses what cannot be", async () => {
    const root = await appOf("file.payed");
    const start = texts(root);
    const asked = await types(
      renaming,
      root,
      "--rename",
      "file.payed=file.paid",
      "--dry-run",
    );
    expect(asked).toMatchObject({ code: 0 });
    const refused = await types(
      renaming,
      root,
      "--rename",
      "file.payed=file.piad",
    );
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain("FG232");
    expect(refused.stderr).toContain('Did you mean "file.paid"?');
    expect(texts(root)).toEqual(start);
  });

  it("says so when the app has no compiler, and tells what it can", async () => {
    const root = await appOf();
    const { unlinkSync } = await import("node:fs");
    unlinkSync(join(root, "node_modules"));
    use(root, "ctx.log.info({ by: event.author.id }, event.type);");
    const result = await types(later, root);
    expect(result).toMatchObject({ code: 3 });
    expect(result.output).toContain("author of file.ready may be missing now");
    const accepted = await types(later, root, "--accept");
    expect(accepted.stderr).toContain("FG234");
  });

  it("refuses a provider that the app has not", async () => {
    const root = await appOf();
    const result = await types(later, root, "--provider", "framio");
    expect(result).toMatchObject({ code: 1 });
    expect(result.stderr).toContain('Did you mean "frameio"?');
  });
});
