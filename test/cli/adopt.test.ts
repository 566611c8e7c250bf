import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";

import { patience } from "../support/patience.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

type Files = Readonly<Record<string, string>>;

/** A route that was written by hand, in a project that is CommonJS and not strict, indented with tabs. */
const express: Files = {
  "package.json": `{
	"name": "media-api",
	"version": "1.4.0",
	"main": "dist/index.js",
	"scripts": {
		"build": "tsc",
		"start": "node dist/index.js",
		"test": "jest"
	},
	"dependencies": { "express": "^4.19.2" },
	"devDependencies": { "typescript": "^5.4.5" }
}
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "ES2020",
    "module": "commonjs", // what our host wants
    "outDir": "dist",
    "rootDir": "src",
    "types": ["node"],
    "esModuleInterop": true,
  },
  "include": ["src"]
}
`,
  "src/express.d.ts": `declare module "express";\n`,
  "src/index.ts": `import express from "express";
import { createHmac } from "node:crypto";

export function signatureOf(body, secret = process.env.FRAMEIO_SECRET) {
  return "v0=" + createHmac("sha256", secret).update(body).digest("hex");
}
if (require.main === module) {
  const app = express();
  app.post("/webhooks/frameio", (request, response) => {
    if (request.body.type === "file.ready") console.log("ready");
    response.sendStatus(200);
  });
  app.listen(3000);
}
`,
};

/** What create-vite makes with its template vanilla-ts, as far as it matters. */
const vite: Files = {
  "package.json": `{
  "name": "vite-typescript-starter",
  "private": true,
  "version": "0.0.0",
  "type": "module",
  "scripts": {
    "dev": "vite",
    "build": "tsc && vite build",
    "preview": "vite preview"
  },
  "devDependencies": {
    "typescript": "~7.0.2",
    "vite": "^8.3.4"
  }
}
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "es2023",
    "module": "esnext",
    "lib": ["ES2023", "DOM"],
    "types": ["vite/client"],
    "allowArbitraryExtensions": true,
    "skipLibCheck": true,

    /* Bundler mode */
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": true,
    "verbatimModuleSyntax": true,
    "moduleDetection": "force",
    "noEmit": true,

    /* Linting */
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "erasableSyntaxOnly": true,
    "noFallthroughCasesInSwitch": true
  },
  "include": ["src"]
}
`,
  ".gitignore": "# Logs\nlogs\n*.log\n\nnode_modules\ndist\n*.local\n",
  "index.html":
    '<!doctype html>\n<script type="module" src="/src/main.ts"></script>\n',
  "src/main.ts": `import { setupCounter } from "./counter.ts";

setupCounter(document.querySelector<HTMLButtonElement>("#counter")!);
`,
  "src/counter.ts": `export function setupCounter(element: HTMLButtonElement) {
  let counter = 0;
  element.addEventListener("click", () => (element.innerHTML = \`\${++counter}\`));
}
`,
};

/** A folder with generators of hygen's, and line ends of Windows. */
const hygen: Files = {
  "package.json":
    '{\r\n\t"name": "with hygen",\r\n\t"license": "UNLICENSED",\r\n\t"devDependencies": { "hygen": "^6.2.11" }\r\n}\r\n',
  "_templates/hook/new/hook.ejs.t":
    "---\nto: src/hooks/<%= name %>.ts\n---\nexport const <%= name %> = 1;\n",
  "_templates/hook/new/prompt.js":
    "module.exports = [{ type: 'input', name: 'name' }];\n",
  ".hygen.js": "module.exports = { templates: `${__dirname}/_templates` };\n",
};

const monorepo: Files = {
  "package.json":
    '{ "private": true, "workspaces": ["packages/*"], "packageManager": "pnpm@10.0.0" }\n',
  "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
  "tsconfig.base.json":
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2023", "noEmit": true } }\n',
  "packages/other/package.json": '{ "name": "@acme/other" }\n',
  "packages/hooks/package.json":
    '{ "name": "@acme/hooks", "type": "module", "exports": "./src/index.ts" }\n',
  "packages/hooks/tsconfig.json":
    '{ "extends": "../../tsconfig.base.json", "include": ["src"] }\n',
  "packages/hooks/src/index.ts": `import { onWebhook } from "./frameio/index.gen.js";
export const onReady = onWebhook("file.ready", () => {});
`,
};

const gen = (cwd: string, ...args: string[]) => run("gen", args, { cwd });

function project(files: Files, below = ""): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  installInto(folder);
  return join(folder, below);
}

const read = (root: string, path: string) =>
  readFileSync(join(root, path), "utf8");

/** Output of a tool of the checkout's, and "" where it has nothing to say. */
function tool(root: string, path: string, ...args: string[]): string {
  try {
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, "../../node_modules", path), ...args],
      { cwd: root, encoding: "utf8", stdio: "pipe" },
    );
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}

const tsc = (root: string, ...args: string[]) =>
  tool(root, "typescript7/bin/tsc", ...args);

/** Of version 5.9, for what later ones have dropped. */
const formerTsc = (root: string, ...args: string[]) =>
  tool(root, "typescript/bin/tsc", "--skipLibCheck", ...args);

/** Shows the plan, does it, and returns what was told; nothing that was there is gone or says otherwise. */
async function adopted(root: string, files: Files, ...args: string[]) {
  const before = snapshot(root);
  const plan = await gen(root, "adopt", ...args, "--dry-run");
  expect(plan).toMatchObject({ code: 0 });
  expect(plan.stdout).toContain("frameio.jsonc");
  expect(snapshot(root)).toEqual(before);
  const result = await gen(root, "adopt", ...args, "--yes");
  expect(result).toMatchObject({ code: 0 });
  for (const [path, text] of Object.entries(files)) {
    const now = read(root, path);
    if (!/^(?:package|tsconfig)\.json$|^\.gitignore$/.test(path))
      expect(now, path).toBe(text);
    else if (path.endsWith(".json"))
      expect(parse(now)).toMatchObject(withLists(parse(text) as object));
    else
      for (const line of text.split("\n"))
        expect(now.split("\n")).toContain(line);
  }
  expect(await gen(root, "check")).toMatchObject({ code: 0 });
  return result;
}

/** Lists may have got longer. */
function withLists(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      Array.isArray(item)
        ? (expect.arrayContaining(item) as unknown)
        : typeof item === "object" && item !== null
          ? withLists(item as object)
          : (item as unknown),
    ]),
  );
}

describe("adopt", () => {
  it("leaves a CommonJS project's own build as it was, and says what the app needs", async () => {
    const root = project(express);
    expect(formerTsc(root, "--outDir", "before")).toBe("");
    const built = read(root, "before/index.js");
    const { stderr } = await adopted(root, express, "--events", "file.ready");
    const merged = JSON.parse(read(root, "package.json")) as object;
    expect(read(root, "package.json")).toContain('\n\t"scripts": {\n\t\t');
    expect(read(root, "tsconfig.json")).toBe(express["tsconfig.json"]);
    for (const key of ["type", "private", "engines", "scripts.prestart"])
      expect(merged).not.toHaveProperty(key);
    expect(stderr).toContain("FG336 Your package is CommonJS");
    expect(stderr).toContain('"strict": true, "module": "nodenext", "lib":');
    expect(stderr).toContain('+ "start": "node --enable-source-maps');

    // As the hint says: theirs is compiled as ever.
    const exclude = /"exclude": \[[^\]]+\]/.exec(stderr)?.[0] ?? "";
    writeFileSync(
      join(root, "tsconfig.json"),
      read(root, "tsconfig.json").replace(/\}\s*$/, `  , ${exclude}\n}\n`),
    );
    expect(formerTsc(root)).toBe("");
    expect(read(root, "dist/index.js")).toBe(built);
    // And the app, once the package is one of modules.
    writeFileSync(
      join(root, "package.json"),
      JSON.stringify({ ...merged, type: "module" }),
    );
    expect(tsc(root, "-p", "tsconfig.build.json")).toBe("");
    expect(read(root, "dist/server.js")).toContain("import ");
  }, 240_000);

  it("makes an app of what create-vite made, beside its page", async () => {
    const root = project({
      ...vite,
      "src/vite-env.d.ts": "",
    });
    const { stderr } = await adopted(root, vite, "--events", "file.ready");
    expect(stderr).not.toContain("FG336");
    expect(read(root, "tsconfig.json")).toBe(
      vite["tsconfig.json"]?.replace(
        '["vite/client"]',
        '["vite/client", "node"]',
      ),
    );
    expect(tsc(root, "-p", ".")).toBe("");
    expect(tsc(root, "-p", "tsconfig.build.json")).toBe("");
    expect(read(root, "dist/server.js")).toContain("import ");
    expect(tool(root, "vitest/vitest.mjs", "run", ...patience)).toBe("");
  }, 240_000);

  it("leaves hygen's templates, tabs and line ends alone", async () => {
    const root = project(hygen);
    const args = ["--events", "file.ready", "--secret", "per-webhook"];
    const { stderr } = await adopted(root, hygen, ...args);
    expect(stderr).toContain("FG336 Your package is CommonJS");
    expect(read(root, "frameio.jsonc")).toContain('"name": "with-hygen"');
    const text = read(root, "package.json");
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(text).toContain('\r\n\t"license": "UNLICENSED",\r\n');
    writeFileSync(
      join(root, "package.json"),
      text.replace("{", '{\r\n\t"type": "module",'),
    );
    expect(tsc(root, "-p", ".")).toBe("");
  }, 240_000);

  it("makes an app of one package of several, with the handler that it has", async () => {
    const below = "packages/hooks/";
    const own = Object.fromEntries(
      Object.entries(monorepo).flatMap(([path, text]) =>
        path.startsWith(below) ? [[path.slice(below.length), text]] : [],
      ),
    );
    const root = project(monorepo, "packages/hooks");
    const refused = await gen(root, "adopt", "--yes");
    expect(refused.code).toBe(2);
    const told = "`export { onReady as default };` at the end of src/index.ts";
    const plan = await gen(
      root,
      "adopt",
      "--events",
      "share.viewed",
      "--dry-run",
    );
    expect(plan.stderr).toContain(told);
    const index = `${own["src/index.ts"]}export { onReady as default };\n`;
    writeFileSync(join(root, "src/index.ts"), index);
    const files = { ...own, "src/index.ts": index };
    const { stderr } = await adopted(root, files);
    expect(stderr).toContain("Your src/index.ts handles file.ready");
    expect(stderr).toContain('unless "../../tsconfig.base.json" says it');
    expect(read(root, "frameio.jsonc")).toContain('"packageManager": "pnpm"');
    expect(read(join(root, "../.."), "package.json")).toBe(
      monorepo["package.json"],
    );
    expect(tsc(root, "-p", ".")).toBe("");
  }, 240_000);
});
