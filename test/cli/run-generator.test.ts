import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { tree } from "../unit/workspace/trees.js";
import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

const yeoman = fileURLToPath(
  new URL("../../node_modules/yeoman-generator", import.meta.url),
);

/** A generator as people write it: it asks, reads, writes, and shares package.json. */
const report = `
import Generator from "yeoman-generator";
export default class extends Generator {
  frameioMerged = ["docs/report.md"];
  constructor(args, options) {
    super(args, options);
    this.argument("period", { type: String, default: "daily" });
  }
  async prompting() {
    this.answers = await this.prompt([
      { type: "input", name: "title", message: "Title?", when: () => this.options.title === undefined },
    ]);
  }
  writing() {
    const title = this.options.title ?? this.answers.title;
    this.fs.write(this.destinationPath("src/report.ts"), \`export const period = "\${this.options.period}";\\n\`);
    this.fs.write(this.destinationPath("docs/report.md"), \`# \${title}\\n\\nfirst\\n\\nlast: \${this.options.period}\\n\`);
    this.fs.extendJSON(this.destinationPath("package.json"), { scripts: { report: "node dist/report.js" } });
  }
  end() { this.spawnedNothing = true; }
}
`;

function appWith(code: string, listed: boolean): string {
  const cwd = freshApp();
  write(cwd, "generators/report/index.mjs", code);
  mkdirSync(join(cwd, "node_modules"), { recursive: true });
  symlinkSync(yeoman, join(cwd, "node_modules/yeoman-generator"));
  if (listed) {
    const path = join(cwd, "frameio.jsonc");
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace("{", '{ "generators": ["./generators/report"],'),
    );
  }
  return cwd;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const read = (root: string, path: string) =>
  readFileSync(join(root, path), "utf8");

describe("frameio-gen run", () => {
  it("writes nothing in a dry run, then all of it as one change, which generate leaves alone", async () => {
    const cwd = appWith(report, true);
    await run("gen", [], { cwd });
    const before = snapshot(cwd);
    const args = ["run", "report", "weekly", "--option", "title=Ours"];
    const dry = await run("gen", [...args, "--dry-run"], { cwd });
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toContain("nothing was written");
    expect(snapshot(cwd)).toEqual(before);

    const done = await run("gen", args, { cwd });
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toContain("create  src/report.ts");
    expect(read(cwd, "src/report.ts")).toContain('"weekly"');
    const pkg = JSON.parse(read(cwd, "package.json"));
    expect(pkg.scripts).toMatchObject({
      report: "node dist/report.js",
      test: "vitest run",
    });
    expect(existsSync(join(cwd, ".yo-rc.json"))).toBe(false);
    expect((await run("gen", ["check"], { cwd })).code).toBe(0);
    const path = join(cwd, "frameio.jsonc");
    writeFileSync(path, `${read(cwd, "frameio.jsonc")}\n// more\n`);
    expect((await run("gen", [], { cwd })).code).toBe(0);
    expect(read(cwd, "src/report.ts")).toContain('"weekly"');
    expect(read(cwd, ".frameio/lock.json")).toContain(
      '"by": "./generators/report"',
    );
    const again = await run("gen", args, { cwd });
    expect(again.stdout).toContain("Nothing to do");
  });

  it("is taken back whole by undo, which names it", async () => {
    const cwd = appWith(report, true);
    await run("gen", [], { cwd });
    const before = tree(cwd);
    const args = ["run", "report", "weekly", "--option", "title=Ours"];
    expect(await run("gen", args, { cwd })).toMatchObject({ code: 0 });
    expect(tree(cwd)).not.toEqual(before);
    const undone = await run("gen", ["undo"], { cwd });
    expect(undone.code).toBe(0);
    expect(undone.stderr).toContain("The last change is `run report weekly`.");
    expect(tree(cwd)).toEqual(before);
  });

  it("keeps what the user edited, and merges what is to be merged", async () => {
    const cwd = appWith(report, true);
    await run("gen", ["run", "report", "--option", "title=T"], { cwd });
    write(cwd, "src/report.ts", "// mine\n");
    write(
      cwd,
      "docs/report.md",
      read(cwd, "docs/report.md").replace("first", "mine"),
    );
    const args = ["run", "report", "weekly", "--option", "title=T"];
    expect((await run("gen", args, { cwd })).code).toBe(0);
    expect(read(cwd, "src/report.ts")).toBe("// mine\n");
    expect(read(cwd, "docs/report.md")).toBe("# T\n\nmine\n\nlast: weekly\n");
    write(cwd, "docs/report.md", "# T\n\nmine\n\nlast: always\n");
    const before = snapshot(cwd);
    const clash = ["run", "report", "monthly", "--option", "title=T"];
    expect((await run("gen", clash, { cwd })).code).toBe(4);
    expect(snapshot(cwd)).toEqual(before);
  });

  it("runs no code that nobody has allowed", async () => {
    const cwd = appWith(
      'import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");\nexport default class {}\n',
      false,
    );
    const refused = await run("gen", ["run", "./generators/report"], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("FG710");
    expect(refused.stderr).toContain("--trust");
    expect(existsSync(join(cwd, "ran"))).toBe(false);
    await run("gen", ["run", "./generators/report", "--trust"], { cwd });
    expect(existsSync(join(cwd, "ran"))).toBe(true);
    rmSync(join(cwd, "ran"));
  });

  it.each([
    ["../outside.txt", "leads out of the folder"],
    [".git/hooks/pre-commit", "leads into the folder of git"],
    ["src/frameio/kernel/kernel.gen.ts", "does not belong to layers"],
    [".frameio/lock.json", "does not belong to layers"],
    [".env", "does not belong to layers"],
  ])("does not let it write %s", async (path, problem) => {
    const cwd = appWith(
      `import Generator from "yeoman-generator";
       export default class extends Generator {
         writing() { this.fs.write(this.destinationPath(${JSON.stringify(path)}), "x"); }
       }`,
      true,
    );
    const before = snapshot(cwd);
    const { code, stderr } = await run("gen", ["run", "report"], { cwd });
    expect(stderr).toContain("FG709");
    expect(stderr).toContain(problem);
    expect(code).toBe(1);
    expect(snapshot(cwd)).toEqual(before);
  });

  it.each([
    ["throw new Error('broken');", "broken"],
    ["export const nothing = 1;", "exports no class"],
    ["export default class { }", "failed"],
    [
      `import Generator from "yeoman-generator";
       export default class extends Generator { writing() { throw new Error("half way"); } }`,
      "half way",
    ],
  ])("tells when it fails: %s", async (code, message) => {
    const cwd = appWith(code, true);
    const before = snapshot(cwd);
    const result = await run("gen", ["run", "report"], { cwd });
    expect(result.stderr).toContain("FG712");
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(1);
    expect(snapshot(cwd)).toEqual(before);
  });

  it.each([
    ["process.exit(0);", "ended before the command was done"],
    ["return new Promise(() => undefined);", "never came"],
    [
      "setTimeout(() => { throw new Error('too late'); }, 5); await new Promise((done) => setTimeout(done, 500));",
      "too late",
    ],
    ['this.fs.delete(this.destinationPath("README.md"));', "left to you"],
    [
      'this.fs.write(this.destinationPath("x"), Buffer.from([255, 254]));',
      "no UTF-8",
    ],
  ])("is no success where it cannot be: %s", async (code, message) => {
    const cwd = appWith(
      `import Generator from "yeoman-generator";
       export default class extends Generator { async writing() { ${code} } }`,
      true,
    );
    const before = snapshot(cwd);
    const result = await run("gen", ["run", "report"], { cwd });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBeGreaterThan(0);
    expect(snapshot(cwd)).toEqual(before);
  });

  it("may add to files that are shared, and lose nothing that the user wrote there", async () => {
    const code = (text: string) =>
      `import Generator from "yeoman-generator";
       export default class extends Generator { writing() {
         for (const path of ["src/app.ts", "src/webhooks/file-ready.ts"])
           this.fs.write(this.destinationPath(path), ${text});
       } }`;
    const cwd = appWith(code('"// gone\\n"'), true);
    for (const path of ["src/app.ts", "src/webhooks/file-ready.ts"])
      write(cwd, path, `${read(cwd, path)}// mine ${path.length}\n`);
    const before = snapshot(cwd);
    const refused = await run("gen", ["run", "report"], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('would lose what you wrote there: "mine"');
    expect(refused.stderr.split("FG709")).toHaveLength(3);
    expect(snapshot(cwd)).toEqual(before);
    write(
      cwd,
      "generators/report/index.mjs",
      code('this.fs.read(path) + "// theirs\\n"'),
    );
    expect(await run("gen", ["run", "report"], { cwd })).toMatchObject({
      code: 0,
    });
    expect(read(cwd, "src/app.ts")).toMatch(/\/\/ mine 10\n\/\/ theirs\n$/);
  });

  it("asks as Inquirer does, and takes answers from --option; what it prints is not among ours", async () => {
    const cwd = appWith(
      `import Generator from "yeoman-generator";
       export default class extends Generator {
         async prompting() {
           console.log("hello");
           this.answers = await this.prompt([
             { name: "title", message: () => "Title?" },
             { type: "list", name: "size", message: "Size?", choices: ["s", { name: "Large", value: "l" }] },
             { type: "confirm", name: "never", message: "?", when: ({ size }) => size === "s" },
           ]);
         }
         writing() { this.fs.writeJSON(this.destinationPath("answers.json"), this.answers); }
       }`,
      true,
    );
    const given = ["run", "report", "--option", "title=T"];
    const missing = await run("gen", given, { cwd });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("Give `--option size=…`: s, l.");
    const wrong = await run("gen", [...given, "--option", "size=m"], { cwd });
    expect(wrong.stderr).toContain(
      '"m" cannot be the answer to "size": there are s, l',
    );
    const right = await run("gen", [...given, "--option", "size=l", "--json"], {
      cwd,
    });
    expect(JSON.parse(right.stdout)).toMatchObject({ ok: true });
    expect(JSON.parse(read(cwd, "answers.json"))).toEqual({
      title: "T",
      size: "l",
    });
  });

  it("names the missing answer, and the generator that was meant", async () => {
    const cwd = appWith(report, true);
    const asked = await run("gen", ["run", "report"], { cwd });
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.stderr).toContain("Title?");
    const unknown = await run("gen", ["run", "reprot"], { cwd });
    expect(unknown.stderr).toContain("FG711");
    expect(unknown.stderr).toContain('Did you mean "report"?');
  });
});
