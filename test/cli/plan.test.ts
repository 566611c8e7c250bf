import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { planDigest } from "../../src/saved-plan/print.js";
import type { SavedPlan } from "../../src/saved-plan/saved-plan.js";
import { tree } from "../unit/workspace/trees.js";
import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

const HANDLER = "src/webhooks/comment-created.ts";

let planned: string;
let text: string;
beforeAll(async () => {
  planned = join(temporaryFolder(), "plan.json");
  const result = await gen(
    freshApp(),
    "add-webhook",
    "comment.created",
    "--out",
    planned,
  );
  if (result.code !== 0) throw new Error(result.output);
  text = readFileSync(planned, "utf8");
});

async function gen(root: string, ...args: string[]) {
  return run("gen", args, { cwd: root });
}

/** A plan's file beside an app. */
function planFile(content: string | object): string {
  const file = join(temporaryFolder(), "plan.json");
  writeFileSync(
    file,
    typeof content === "string" ? content : JSON.stringify(content),
  );
  return file;
}

/** The plan, changed by somebody who can make the digest fit. */
function forged(edit: (plan: SavedPlan) => object): string {
  const { digest: _, ...plan } = JSON.parse(text);
  const body = { ...plan, ...edit(plan) };
  return planFile({ ...body, digest: planDigest(body) });
}

describe("--out", () => {
  it("shows and saves what would be done, and touches nothing of the app", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const out = join(temporaryFolder(), "plan.json");
    const result = await gen(
      root,
      "add-webhook",
      "comment.created",
      "--out",
      out,
    );
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(/comment-created\.ts +create/);
    expect(result.stderr).toContain(`npx frameio-gen apply ${out}`);
    expect(snapshot(root)).toEqual(before);
    // The same plan gives the same bytes wherever the app lies.
    expect(readFileSync(out, "utf8")).toBe(text);
  });

  it("tells every file that the plan was made from, and no secret", () => {
    const { expects }: SavedPlan = JSON.parse(text);
    const paths = expects.map(({ path }) => path);
    expect(paths).toEqual(paths.toSorted());
    expect(paths).toContain("frameio.jsonc");
    expect(paths).toContain(".frameio/lock.json");
    expect(paths).toContain("package.json");
    expect(expects).toContainEqual({ path: HANDLER, digest: null });
    expect(paths).not.toContain(".env");
  });

  it("replaces an older plan, and nothing else", async () => {
    const root = freshApp();
    const out = planFile("{}");
    const refused = await gen(root, "generate", "--out", out);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("FG443");
    expect(readFileSync(out, "utf8")).toBe("{}");
    writeFileSync(out, text);
    const result = await gen(root, "generate", "--out", out, "--json");
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      dryRun: true,
      changed: false,
      plan: out,
    });
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
      command: "generate",
      changes: [],
    });
    const nothing = await gen(root, "apply", out);
    expect(nothing).toMatchObject({ code: 0 });
    expect(nothing.stdout).toContain("Nothing to do");
  });

  it.each([
    ["a folder that is missing", "no/such/plan.json"],
    ["a folder", "."],
  ])("refuses %s", async (_, out) => {
    const result = await gen(freshApp(), "generate", "--out", out);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG443");
  });

  it("saves no plan where conflicts are left", async () => {
    const root = freshApp();
    appendFileSync(join(root, "src/frameio/routes.gen.ts"), "// mine\n");
    const out = join(temporaryFolder(), "plan.json");
    const result = await gen(root, "generate", "--out", out);
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("FG301");
    expect(existsSync(out)).toBe(false);
  });
});

describe("apply", () => {
  it("does what the plan says, byte for byte, as the command itself would have", async () => {
    const [direct, applied] = [freshApp(), freshApp()];
    await gen(direct, "add-webhook", "comment.created");
    const result = await gen(applied, "apply", planned, "--json");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      command: "apply",
      planned: "add-webhook comment.created",
      changed: true,
      files: expect.arrayContaining([{ path: HANDLER, outcome: "create" }]),
    });
    expect(tree(applied, true)).toEqual(tree(direct, true));
    const { changes, lockfile }: SavedPlan = JSON.parse(text);
    expect(changes.length).toBeGreaterThan(8);
    for (const change of changes)
      expect(readFileSync(join(applied, change.path), "utf8")).toBe(
        change.kind === "delete" ? undefined : change.text,
      );
    expect(readFileSync(join(applied, ".frameio/lock.json"), "utf8")).toBe(
      lockfile,
    );
    expect(await gen(applied, "check")).toMatchObject({ code: 0 });
  });

  it("can be undone, under the name of what was planned", async () => {
    const root = freshApp();
    const before = tree(root, true);
    await gen(root, "apply", planned);
    const result = await gen(root, "undo");
    expect(result.stderr).toContain("`add-webhook comment.created`");
    expect(tree(root, true)).toEqual(before);
  });

  it("does a plan of generate, deletions and all", async () => {
    const [direct, applied] = [freshApp(), freshApp()];
    for (const root of [direct, applied]) {
      const path = join(root, "frameio.jsonc");
      const manifest = readFileSync(path, "utf8");
      writeFileSync(path, manifest.replace("file.ready", "file.created"));
    }
    const out = join(temporaryFolder(), "plan.json");
    await gen(direct, "generate", "--out", out);
    await gen(direct, "generate");
    expect(await gen(applied, "apply", out)).toMatchObject({ code: 0 });
    expect(tree(applied, true)).toEqual(tree(direct, true));
  });

  it("has nothing to do the second time", async () => {
    const root = freshApp();
    await gen(root, "apply", planned);
    const before = snapshot(root);
    const again = await gen(root, "apply", planned);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain("applied already");
    expect(snapshot(root)).toEqual(before);
  });

  it("--dry-run tells whether it can be done, and what it does", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const result = await gen(root, "apply", planned, "--dry-run");
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(/comment-created\.ts +create/);
    expect(result.stdout).toContain("Dry run");
    expect(snapshot(root)).toEqual(before);
  });

  it("refuses when the app has changed since, and names each file", async () => {
    const root = freshApp();
    appendFileSync(join(root, "package.json"), "\n");
    rmSync(join(root, "README.md"));
    writeFileSync(join(root, HANDLER), "mine");
    const route = join(root, "src/frameio/routes.gen.ts");
    rmSync(route);
    mkdirSync(route);
    const before = snapshot(root);
    const result = await gen(root, "apply", planned, "--json");
    expect(result.code).toBe(1);
    expect(JSON.parse(result.stdout).diagnostics).toMatchObject(
      [
        { code: "FG442", file: "README.md", message: /deleted/ },
        { code: "FG442", file: "package.json", message: /changed/ },
        { code: "FG442", file: "src/frameio/routes.gen.ts" },
        { code: "FG442", file: HANDLER, message: /created/ },
      ].map(({ message, ...rest }) => ({
        ...rest,
        ...(message && { message: expect.stringMatching(message) }),
      })),
    );
    expect(snapshot(root)).toEqual(before);
  });

  it("refuses a plan of another build of the tool", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const file = forged(({ tool }) => ({
      tool: { ...tool, fingerprint: "another" },
    }));
    const result = await gen(root, "apply", file);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG441");
    expect(snapshot(root)).toEqual(before);
  });

  it("refuses when the project's code style has changed since", async () => {
    const root = freshApp();
    const modules = join(root, "node_modules");
    const style = join(root, ".prettierrc");
    symlinkSync(join(import.meta.dirname, "../../node_modules"), modules);
    writeFileSync(style, '{ "tabWidth": 4 }\n');
    const out = join(temporaryFolder(), "plan.json");
    expect(await gen(root, "generate", "--out", out)).toMatchObject({
      code: 0,
    });
    writeFileSync(style, '{ "tabWidth": 8 }\n');
    const before = snapshot(join(root, "src"));
    const result = await gen(root, "apply", out);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG442");
    expect(result.stderr).toContain("code style");
    expect(snapshot(join(root, "src"))).toEqual(before);
  });

  it("writes conflicts between markers where the plan was made so", async () => {
    const { applied, direct, out } = await withConflict();
    const code = { code: 4 };
    expect(
      await gen(direct, "generate", "--conflict", "inline", "--out", out),
    ).toMatchObject(code);
    expect(await gen(direct, "generate", "--conflict", "inline")).toMatchObject(
      code,
    );
    expect(await gen(applied, "apply", out)).toMatchObject(code);
    expect(tree(applied, true)).toEqual(tree(direct, true));
    expect(readFileSync(join(applied, "README.md"), "utf8")).toContain(
      "<<<<<<<",
    );
  });

  it("refuses a plan that was cut off or edited", async () => {
    const root = freshApp();
    const before = snapshot(root);
    for (const broken of [
      text.slice(0, -100),
      text.replace("comment.created", "comment.deleted"),
      "[]",
      "",
    ]) {
      const result = await gen(root, "apply", planFile(broken));
      expect(result.code).toBe(1);
      expect(result.stderr).toContain("FG440");
    }
    expect(snapshot(root)).toEqual(before);
  });

  it("says what is missing where it is told nothing", async () => {
    const root = freshApp();
    for (const command of ["apply", "webhooks"]) {
      const result = await gen(root, command);
      expect(result.code).toBe(2);
      expect(result.stderr).toMatch(/FG504 .* is missing\n {2}hint: /);
    }
  });

  it("refuses what is no plan", async () => {
    const root = freshApp();
    const huge = planFile("");
    truncateSync(huge, 33 * 1024 * 1024);
    const bytes = planFile("");
    writeFileSync(bytes, Buffer.from([0x7b, 0xff, 0x7d]));
    for (const [file, message] of [
      [huge, "has more than 32 MiB"],
      [bytes, "is not UTF-8 text"],
      [root, "is a folder"],
      [join(root, "nothing.json"), "does not exist"],
      [planFile("[".repeat(200_000)), "is not valid JSON"],
    ] as const) {
      const result = await gen(root, "apply", file);
      expect(result.code).toBe(1);
      expect(result.stderr).toContain("FG440");
      expect(result.stderr).toContain(message);
    }
  });

  it("refuses a plan that does something other than it shows", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const hidden = forged(({ changes }) => ({
      changes: [...changes, { ...changes[0], path: "src/evil.ts" }],
    }));
    const result = await gen(root, "apply", hidden);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("would change src/evil.ts");
    expect(snapshot(root)).toEqual(before);
  });
});

/** Two copies of an app whose README the user changed where the next generate changes it, too. */
async function withConflict() {
  const direct = freshApp();
  const readme = join(direct, "README.md");
  const changed = readFileSync(readme, "utf8").replaceAll(
    "file.ready",
    "my.event",
  );
  writeFileSync(readme, changed);
  const manifest = join(direct, "frameio.jsonc");
  const declared = readFileSync(manifest, "utf8");
  writeFileSync(manifest, declared.replace("file.ready", "file.created"));
  const applied = join(temporaryFolder(), "app");
  cpSync(direct, applied, { recursive: true });
  return { direct, applied, out: join(temporaryFolder(), "plan.json") };
}
