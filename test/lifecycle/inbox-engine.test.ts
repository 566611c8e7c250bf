import { describe, expect, it } from "vitest";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { emitGolden, goldenCases, goldenManifest } from "../golden/cases.js";
import { generateInMemory } from "../support/generate-app.js";
import { generateApp } from "../support/memory-app.js";

const manifest = (engine: string) => `{
  "name": "engines",
  "webhooks": [{ "event": "file.ready" }], // mine
  "inbox": { "engine": "${engine}" },
}
`;

const packages = { sqlite: "libsql", redis: "ioredis", postgres: "pg" };
type Engine = keyof typeof packages | "memory";

/** What the user wrote, by file. */
const own: Readonly<Record<string, (text: string) => string>> = {
  "src/webhooks/file-ready.ts": (text) =>
    text.replace("async (event, ctx) => {", "$&\n  await transcode(event);"),
  "src/server.ts": (text) => `${text}\nconsole.log("mine");\n`,
  "src/app.ts": (text) => `${text}\napp.get("/mine", (c) => c.text("mine"));\n`,
  "README.md": (text) => `${text}\n## Mine\n\nOurs alone.\n`,
  ".env.example": (text) => `${text}\nMINE=1\n`,
  Dockerfile: (text) =>
    text.replace("ENV NODE_ENV=production", "$&\nENV MINE=1"),
  "package.json": (text) =>
    text.replace('"hono":', '"left-pad": "1.3.0",\n    "hono":'),
};

function ownLines(files: MemoryFiles): Record<string, string[]> {
  const wanted =
    /transcode\(event\)|"mine"|Ours alone|MINE=1|left-pad|app\.get\("\/mine"/;
  return Object.fromEntries(
    Object.keys(own).map((path) => [
      path,
      (files[path] ?? "")
        .split("\n")
        .filter((line) => wanted.test(line))
        .map((line) => line.trim().replace(/,$/, "")),
    ]),
  );
}

function hasOnly(files: MemoryFiles, engine: Engine): void {
  const { dependencies } = JSON.parse(files["package.json"] ?? "{}") as {
    dependencies: Record<string, string>;
  };
  for (const [name, dependency] of Object.entries(packages)) {
    const chosen = name === engine;
    const folder = Object.keys(files).filter((path) =>
      path.startsWith(`src/frameio/${name}/`),
    );
    expect(folder.length > 0, `files of ${name}`).toBe(chosen);
    expect(dependency in dependencies, dependency).toBe(chosen);
  }
  const server = engine === "redis" || engine === "postgres";
  expect(files["compose.yaml"]?.includes(`image: ${engine}:`) ?? false).toBe(
    server,
  );
  expect("src/worker.ts" in files).toBe(engine !== "memory");
  expect("test/inbox.test.ts" in files).toBe(engine !== "memory");
  expect(files["src/frameio/inbox.gen.ts"]).toMatch(
    new RegExp(`open${engine}Inbox as openInbox`, "i"),
  );
}

/** Each engine after each other one. */
const everyDirection: readonly Engine[] = [
  "redis",
  "postgres",
  "memory",
  "sqlite",
  "postgres",
  "redis",
  "memory",
  "redis",
  "sqlite",
  "memory",
  "postgres",
  "sqlite",
];

it("changes the engine by one word, and keeps all that the user wrote", async () => {
  let files = (await generateInMemory({}, manifest("sqlite"))).files;
  for (const [path, edit] of Object.entries(own)) {
    const text = files[path] ?? "";
    expect(edit(text)).not.toBe(text);
    files = { ...files, [path]: edit(text) };
  }
  const mine = ownLines(files);
  expect(Object.values(mine).every((lines) => lines.length > 0)).toBe(true);
  for (const engine of everyDirection) {
    const result = await generateApp({
      ...files,
      "frameio.jsonc": manifest(engine),
    });
    expect(result.changeSet.conflicts).toEqual([]);
    files = result.files;
    hasOnly(files, engine);
    expect(ownLines(files)).toEqual(mine);
    expect(files["frameio.jsonc"]).toBe(manifest(engine));
  }
});

it("hands over what was edited and is of no more use, and takes it in again", async () => {
  const { files } = await generateInMemory({}, manifest("redis"));
  const edited = {
    ...files,
    "compose.yaml": `${files["compose.yaml"]}# mine\n`,
    "src/worker.ts": `${files["src/worker.ts"]}console.log("mine");\n`,
  };
  const away = await generateApp({
    ...edited,
    "frameio.jsonc": manifest("memory"),
  });
  expect(away.files["compose.yaml"]).toBe(edited["compose.yaml"]);
  expect(away.files["src/worker.ts"]).toBe(edited["src/worker.ts"]);
  expect("test/inbox.test.ts" in away.files).toBe(false);
  const back = await generateApp({
    ...away.files,
    "frameio.jsonc": manifest("redis"),
  });
  expect(back.changeSet.conflicts).toEqual([]);
  expect(back.files["compose.yaml"]).toBe(edited["compose.yaml"]);
  expect(back.files["src/worker.ts"]).toBe(edited["src/worker.ts"]);
  expect("test/inbox.test.ts" in back.files).toBe(true);
});

/** The manifest of a golden app with another engine, or with the handlers in the other mode. */
function variants(text: string): string[] {
  const engines = ["sqlite", "redis", "postgres", "memory"];
  const bare = text.includes('"engine"')
    ? text
    : text.replace('"webhooks"', '"inbox": { "engine": "sqlite" },\n  $&');
  const other = engines.map((engine) =>
    bare.replace(/"engine": "\w+"/, `"engine": "${engine}"`),
  );
  const inline = text
    .replaceAll(/"mode": "(?:inline|inbox)",?\s*/g, "")
    .replaceAll(
      /"(?:order|attempts|concurrency|timeoutSeconds)": (?:"\w+"|\d+|\{[^}]*\}),?\s*/g,
      "",
    );
  const modes = ["inline", "inbox"].map((mode) =>
    inline.replaceAll(/"event": /g, `"mode": "${mode}", $&`),
  );
  return [...other, ...modes].filter((one) => one !== text);
}

// What is emitted for these apps passes their own tests, and is compiled and linted, elsewhere: so it is with an app that comes from another engine.
describe.each(goldenCases)("golden %s", (name) => {
  it("comes out the same, whatever engine and mode the app had before", async () => {
    const text = goldenManifest(name);
    const fresh = await emitGolden(name);
    for (const before of variants(text)) {
      const { files } = await generateInMemory({}, before);
      expect(files["src/frameio/inbox.gen.ts"], before).toBeDefined();
      expect(differing(files, fresh), before).not.toEqual([]);
      const switched = await generateApp({ ...files, "frameio.jsonc": text });
      expect(switched.changeSet.conflicts).toEqual([]);
      expect(differing(switched.files, fresh), before).toEqual([]);
    }
  });
});

function differing(a: MemoryFiles, b: MemoryFiles): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (path) => a[path] !== b[path],
  );
}
