import { expect, it } from "vitest";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
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
  // Shared files stay where they are, as any other: what is in them is another matter.
  const compose = files["compose.yaml"] ?? "";
  if (engine === "redis" || engine === "postgres") {
    expect(compose).toContain(`image: ${engine}:`);
  }
  expect(files["src/frameio/inbox.gen.ts"]).toMatch(
    new RegExp(`open${engine}Inbox as openInbox`, "i"),
  );
}

it("changes the engine by one word, and keeps all that the user wrote", async () => {
  let files = (await generateInMemory({}, manifest("sqlite"))).files;
  for (const [path, edit] of Object.entries(own)) {
    const text = files[path] ?? "";
    expect(edit(text)).not.toBe(text);
    files = { ...files, [path]: edit(text) };
  }
  const mine = ownLines(files);
  expect(Object.values(mine).every((lines) => lines.length > 0)).toBe(true);
  const engines: Engine[] = ["redis", "postgres", "memory", "sqlite"];
  for (const engine of engines) {
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
