import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type LanguageServer,
  nativeServer,
  tsserver,
} from "../../scripts/support/language-servers.mjs";
import { emitGolden } from "./cases.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "editor-"));
const file = join(root, "src/webhooks/probe.ts");

/** What an editor is asked for, at the `«»` after a text. */
const text = `import { isEvent, on, onWebhook, type EventName } from "../frameio/index.gen.js";

const list = ["file.ready", "comment.created"] as const;
declare const any: EventName | readonly "file.ready"[];

export default [
  onWebhook("file.ready", async (ready, ctx) => {
    await ctx.once("step", () => ready.resource.id);
    return isEvent(ready, ctx, "file.ready");
  }),
  onWebhook(["file.ready", "file.created"], (several) => several.type),
  onWebhook(list, (listed) => listed.type),
  onWebhook(any, (anything) => anything.type),
  onWebhook("comment.*", (family) => family.type),
  on("comment.deleted", (registered) => registered.type, { provider: "frameio" }),
  onWebhook(["file.copied", ""], (more) => more.type),
  onWebhook("file.redy", (wrong) => wrong.type),
];
`;

/** The offset behind a text, which is there once. */
function behind(before: string): number {
  expect(text.split(before)).toHaveLength(2);
  return text.indexOf(before) + before.length;
}

beforeAll(async () => {
  for (const [path, content] of Object.entries(
    await emitGolden("single-event"),
  )) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  symlinkSync(modules, join(root, "node_modules"));
  writeFileSync(file, text);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each<[string, () => LanguageServer]>([
  [
    "TypeScript 5.9",
    () => tsserver(join(modules, "typescript/lib/tsserver.js")),
  ],
  [
    "TypeScript 7",
    () => nativeServer(join(modules, "typescript7/bin/tsc"), root),
  ],
])("an editor with %s", (_, start) => {
  let server: LanguageServer;
  const hover = async (before: string) =>
    server.hover(file, text, behind(before));
  const completions = async (before: string) =>
    server.completions(file, text, behind(before));

  beforeAll(async () => {
    server = start();
    await server.open(file, text);
  }, 60_000);
  afterAll(() => server.close());

  it.each([
    ["async (", "ready: FileReadyEvent"],
    ["(several", "several: FileReadyEvent | FileCreatedEvent"],
    ["(listed", "listed: CommentCreatedEvent | FileReadyEvent"],
    [
      "(family",
      "family: CommentCompletedEvent | CommentCreatedEvent | CommentDeletedEvent | CommentUncompletedEvent | CommentUpdatedEvent",
    ],
    ["(registered", "registered: CommentDeletedEvent"],
  ])("shows events by their names: %s", async (before, expected) => {
    const names = (shown: string) =>
      shown
        .replace("(parameter) ", "")
        .split(/: | \| /)
        .toSorted();
    expect(names(await hover(before))).toEqual(names(expected));
  });

  it("takes every event for one that is not known", async () => {
    expect(await hover("(anything")).toMatch(/Event \| .*more/);
    expect(await hover("(wrong")).toMatch(/Event \| .*more/);
  });

  it("describes events and what is in them", async () => {
    expect(await hover("ready.reso")).toContain(
      "The file that the event is about.",
    );
  });

  it.each([
    ['onWebhook("', ["file.ready", "comment.created", "comment.*"]],
    ['["file.copied", "', ["file.ready", "comment.created"]],
    ['  on("', ["file.ready", "comment.created", "comment.*", "*"]],
    ['isEvent(ready, ctx, "', ["file.ready", "comment.created"]],
    ['{ provider: "', ["frameio"]],
  ])("offers the event types: %s", async (before, expected) => {
    const first = text.indexOf(before) + before.length;
    const offered = await server.completions(file, text, first);
    expect(offered).toEqual(expect.arrayContaining(expected));
    // A string may be none of them, and a handler's own names have no place there.
    expect(offered).not.toContain("ready");
  });

  it("offers the members of an event", async () => {
    expect(await completions("() => ready.")).toEqual(
      expect.arrayContaining(["type", "resource", "account", "user"]),
    );
  });
});
