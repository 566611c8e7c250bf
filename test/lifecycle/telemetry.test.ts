import { expect, it } from "vitest";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import { generateApp } from "../support/memory-app.js";

const manifest = (telemetry: string) => `{
  "name": "followed",
  "webhooks": [{ "event": "file.ready" }], // mine
  "telemetry": "${telemetry}",
}
`;

const off = manifest("off");
const on = manifest("opentelemetry");

/** What the user wrote, by file. */
const own: Readonly<Record<string, (text: string) => string>> = {
  "src/webhooks/file-ready.ts": (text) =>
    text.replace("async (event, ctx) => {", "$&\n  await mine(event);"),
  "src/server.ts": (text) => `${text}\nconsole.log("mine");\n`,
  "README.md": (text) => `${text}\n## Mine\n`,
  ".env.example": (text) => `${text}\nMINE=1\n`,
  Dockerfile: (text) =>
    text.replace("ENV NODE_ENV=production", "$&\nENV MINE=1"),
  "package.json": (text) =>
    text
      .replace('"hono":', '"mine": "1.3.0",\n    "hono":')
      .replace('"test": "vitest run"', '"test": "vitest run --mine"'),
};

const ownEdits = (files: MemoryFiles) =>
  Object.keys(own).map(
    (path) => `${path}: ${(files[path] ?? "").match(/mine/gi)?.length}`,
  );

async function generated(files: MemoryFiles, text: string) {
  const result = await generateApp({ ...files, "frameio.jsonc": text });
  expect(result.changeSet.conflicts).toEqual([]);
  return result;
}

async function newApp(text: string): Promise<MemoryFiles> {
  return (await generateInMemory({}, text)).files;
}

function packagesIn(files: MemoryFiles): Record<string, string> {
  const { dependencies } = JSON.parse(files["package.json"] ?? "{}") as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}

function traces(files: MemoryFiles): string[] {
  const { dependencies = {}, scripts = {} } = JSON.parse(
    files["package.json"] ?? "{}",
  ) as Record<string, Record<string, string>>;
  return [
    ...Object.keys(files).filter((path) =>
      /^src\/(frameio\/opentelemetry\/|telemetry)/.test(path),
    ),
    ...Object.keys(dependencies).filter((name) => /opentelemetry/.test(name)),
    ...Object.values(scripts).filter((script) => /telemetry/.test(script)),
    ...[".env.example", "README.md", "Dockerfile"].filter((path) =>
      /otel|telemetry/i.test(files[path] ?? ""),
    ),
  ];
}

it("off leaves nothing in the app: no file, no package, no variable, no import", async () => {
  const files = await newApp(off);
  const without = await newApp(off.replace(/.*telemetry.*\n/, ""));
  expect(traces(files)).toEqual([]);
  const imports = Object.entries(files).filter(([, text]) =>
    /@opentelemetry|opentelemetry\.gen/.test(text),
  );
  expect(imports.map(([path]) => path)).toEqual([]);
  const source = (all: MemoryFiles) =>
    Object.entries(all).filter(([path]) => /^(src|test|package)/.test(path));
  expect(source(files)).toEqual(source(without));
});

it("on and off again gives the app as it was, with all that the user wrote", async () => {
  let files = await newApp(off);
  for (const [path, edit] of Object.entries(own)) {
    const text = files[path] ?? "";
    expect(edit(text)).not.toBe(text);
    files = { ...files, [path]: edit(text) };
  }
  const before = files;
  const mine = ownEdits(files);
  files = (await generated(files, on)).files;
  expect(traces(files).length).toBeGreaterThan(15);
  expect(ownEdits(files)).toEqual(mine);
  files = (await generated(files, off)).files;
  expect(traces(files)).toEqual([]);
  expect(ownEdits(files)).toEqual(mine);
  for (const path of Object.keys(before)) {
    if (path.startsWith(".frameio/") || path === "frameio.jsonc") continue;
    expect(files[path], path).toBe(before[path]);
  }
});

it("keeps an SDK file that was edited: while it is on, when it goes off, and when it comes back", async () => {
  const path = "src/telemetry.ts";
  const edit = "registerInstrumentations({ instrumentations: [] });\n";
  let files = await newApp(on);
  files = { ...files, [path]: `${files[path]}\n${edit}` };
  const mine = files[path];

  files = (await generated(files, on)).files;
  expect(files[path]).toBe(mine);

  const left = await generated(files, off);
  expect(left.files[path]).toBe(mine);
  expect(left.changeSet.outcomes).toContainEqual(
    expect.objectContaining({ path, outcome: "release" }),
  );
  const [told, ...more] = left.changeSet.warnings;
  expect(more).toEqual([]);
  expect(told).toMatchObject({
    code: "FG337",
    severity: "warning",
    file: path,
  });
  const version = Object.entries(packagesIn(files)).map((one) => one.join("@"));
  const gone = version.filter((one) => one.startsWith("@opentelemetry/"));
  expect(gone.length).toBeGreaterThan(4);
  for (const one of gone) expect(told?.message).toContain(one);
  expect(told?.message).not.toContain("hono");
  // Told when it happens; afterwards the file is the user's business.
  expect((await generated(left.files, off)).changeSet.warnings).toEqual([]);

  const back = await generated(left.files, on);
  expect(back.files[path]).toBe(mine);
});

it("tells of a file that is handed over and imports what goes, and of no other", async () => {
  const folder = "src/frameio/opentelemetry";
  const files = await newApp(on);
  const edit = `import { tracer } from "./frameio/opentelemetry/run.gen.js";\n`;
  const path = "src/telemetry.ts";
  const imports = /^import .*? from .*?;\n/gms;
  const only = (text: string) => ({
    ...files,
    [path]: `${text}${(files[path] ?? "").replaceAll(imports, "")}`,
  });
  const told = async (text: string) =>
    (await generated(only(text), off)).changeSet.warnings.map(
      ({ code, message }) => `${code} ${message.replace(/^.*: /, "")}`,
    );
  expect(await told(edit)).toEqual([`FG337 ${folder}/run.gen.ts`]);
  expect(
    await told(`const api = await import('@opentelemetry/api/build');\n`),
  ).toEqual([expect.stringMatching(/^FG337 @opentelemetry\/api@[\d.]+$/)]);
  expect(await told(`import { Hono } from "hono";\n`)).toEqual([]);
});
