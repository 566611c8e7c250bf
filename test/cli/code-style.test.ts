import {
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, it } from "vitest";
import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

const prettier = fileURLToPath(
  new URL("../../node_modules/prettier", import.meta.url),
);
let cwd: string;
/** An app of that style which has taken it on. */
let styled: string;

/** An app whose project has a code style of its own, with the Prettier that it chose. */
beforeEach(() => {
  cwd = freshApp();
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(prettier, join(cwd, "node_modules/prettier"));
  style({ singleQuote: true, semi: false });
});

function takeStyled(): void {
  cwd = join(temporaryFolder(), "app");
  cpSync(styled, cwd, { recursive: true, preserveTimestamps: true });
}

const style = (options: object) =>
  writeFileSync(join(cwd, ".prettierrc"), JSON.stringify(options));
const read = (path: string) => readFileSync(join(cwd, path), "utf8");
const gen = (...args: string[]) => run("gen", args, { cwd });

it("is taken on by what is generated, and asked for only once", async () => {
  expect((await gen("check")).code).toBe(3);
  expect((await gen()).code).toBe(0);
  expect(read("src/server.ts")).toContain("import { app } from './app.js'\n");
  expect(read("src/frameio/routes.gen.ts")).not.toContain(";");
  const before = snapshot(cwd);
  expect((await gen("check")).code).toBe(0);
  expect((await gen()).code).toBe(0);
  expect(snapshot(cwd)).toEqual(before);
  styled = cwd;
});

it("is kept in what comes later, and in files that the user edited", async () => {
  takeStyled();
  writeFileSync(join(cwd, "src/app.ts"), `${read("src/app.ts")}// mine\n`);
  const { code, output } = await gen("add-webhook", "comment.created");
  expect(code, output).toBe(0);
  expect(read("src/webhooks/comment-created.ts")).toContain(
    "import { onWebhook } from '../frameio/index.gen.js'\n",
  );
  expect(read("src/app.ts")).toContain("// mine\n");
});

it("may change: the user's formatting is not an edit", async () => {
  takeStyled();
  style({ tabWidth: 4 });
  expect((await gen()).code).toBe(0);
  expect(read("src/frameio/routes.gen.ts")).toContain("\n    providers: [");
});

it("does not touch what .prettierignore names", async () => {
  const kernel = read("src/frameio/kernel/kernel.gen.ts");
  writeFileSync(join(cwd, ".prettierignore"), "src/frameio\n");
  expect((await gen()).code).toBe(0);
  expect(read("src/frameio/kernel/kernel.gen.ts")).toBe(kernel);
  expect(read("src/app.ts")).not.toContain(";");
});

it("that cannot be read is an error with the file's name", async () => {
  writeFileSync(join(cwd, ".prettierrc"), "{ nonsense");
  const { code, output } = await gen();
  expect(code).toBe(1);
  expect(output).toContain(".prettierrc");
  expect(output).not.toContain("    at ");
});
