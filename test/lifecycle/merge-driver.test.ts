import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "../cli/support/app.js";
import { snapshot } from "../cli/support/folders.js";
import { cleanEnv, run } from "../cli/support/run.js";

prepareApp();

let root: string;
beforeEach(() => {
  root = freshApp();
  git("init", "--quiet", "--initial-branch=main");
  commit("Create");
});

function git(...args: string[]) {
  const { status, stdout, stderr } = spawnSync("git", args, {
    cwd: root,
    env: cleanEnv(),
    encoding: "utf8",
  });
  return { status, stdout, output: stdout + stderr };
}

function commit(message: string): void {
  git("add", "--all");
  const { status, output } = git("commit", "--quiet", "--message", message);
  if (status !== 0) throw new Error(output);
}

async function gen(...args: string[]) {
  return run("gen", args, { cwd: root });
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(root, path);
  const before = readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Two branches from here, and the merge of the one into the other. */
async function merged(
  theirs: () => Promise<unknown> | void,
  ours: () => Promise<unknown> | void,
) {
  git("checkout", "--quiet", "-b", "theirs");
  await theirs();
  commit("Theirs");
  git("checkout", "--quiet", "main");
  await ours();
  commit("Ours");
  return git("merge", "--no-edit", "theirs");
}

const addBeside = (name: string) => () =>
  edit("src/app.ts", (text) =>
    text
      .replace(/\n\n/, `\nimport { ${name} } from "./${name}.js";\n\n`)
      .concat(`\nexport const uses = [${name}];\n`.replace("uses", name + "s")),
  );

describe("merge-driver install", () => {
  it("lets git merge imports and declarations, where by line it cannot", async () => {
    const by = async () => merged(addBeside("one"), addBeside("two"));
    expect((await by()).status).toBe(1);
    git("merge", "--abort");
    git("branch", "--quiet", "-D", "theirs");
    git("reset", "--quiet", "--hard", "HEAD^");

    expect(await gen("merge-driver", "install")).toMatchObject({ code: 0 });
    commit("Install the driver");
    const { status, output } = await by();
    expect(output).not.toContain("CONFLICT");
    expect(status).toBe(0);
    const text = read("src/app.ts");
    for (const name of ["one", "two"]) {
      expect(text).toContain(`import { ${name} } from "./${name}.js";`);
      expect(text).toContain(`export const ${name}s = [${name}];`);
    }
  });

  it("lets two branches add a webhook each; generate makes the rest", async () => {
    await gen("merge-driver", "install");
    commit("Install the driver");
    const { output } = await merged(
      () => gen("add-webhook", "comment.created"),
      () => gen("add-webhook", "project.deleted"),
    );
    expect(output).not.toContain("conflict");
    // Also where both told of their own event in the same sentence.
    const both = "file.ready, project.deleted, comment.created";
    expect(read(".env.example")).toContain(`webhook for ${both}.`);
    expect(read("README.md")).toContain(
      `Events: ${both.replaceAll(/[a-z]+\.[a-z]+/g, "`$&`")}.`,
    );
    const manifest = read("frameio.jsonc");
    for (const event of ["file.ready", "comment.created", "project.deleted"])
      expect(manifest).toContain(`"event": "${event}"`);
    const result = await gen("generate");
    expect(result).toMatchObject({ code: 0 });
    expect(await gen("check")).toMatchObject({ code: 0 });
    for (const handler of ["comment-created", "project-deleted"])
      expect(read("src/frameio/routes.gen.ts")).toContain(
        `../webhooks/${handler}.js`,
      );
    expect(read("README.md")).toContain("project.deleted");
    expect(read("README.md")).toContain("comment.created");
  });

  it("lets two branches remove and add webhooks and scripts, in any file that both share", async () => {
    await gen("merge-driver", "install");
    await gen("add-webhook", "comment.created");
    commit("Install the driver");
    const add = (name: string) =>
      edit("package.json", (text) =>
        text.replace('"scripts": {', `"scripts": {\n    "${name}": "true",`),
      );
    const { status, output } = await merged(
      async () => {
        await gen("remove-webhook", "comment.created");
        add("theirs");
      },
      async () => {
        await gen("add-webhook", "project.deleted");
        add("ours");
      },
    );
    expect(output).not.toContain("CONFLICT");
    expect(status).toBe(0);
    expect(await gen("generate")).toMatchObject({ code: 0 });
    expect(await gen("check")).toMatchObject({ code: 0 });
    const { scripts } = JSON.parse(read("package.json")) as {
      scripts: Record<string, string>;
    };
    expect(scripts).toMatchObject({ ours: "true", theirs: "true" });
    expect(read("README.md")).toContain("project.deleted");
    expect(read("frameio.jsonc")).not.toContain("comment.created");
  });

  it("leaves a true conflict between markers, and git says so", async () => {
    await gen("merge-driver", "install");
    commit("Install the driver");
    const rename = (name: string) => () =>
      edit("package.json", (text) =>
        text.replace(/"name": "[^"]+"/, `"name": "${name}"`),
      );
    const { status, output } = await merged(rename("theirs"), rename("ours"));
    expect(status).toBe(1);
    expect(output).toContain("Merge conflict in package.json");
    // A git that has labels gives them.
    const [, ours, side] =
      /^<{7} (.*)\n[^]*^\|{7} .*\n[^]*^>{7} (.*)$/m.exec(
        read("package.json"),
      ) ?? [];
    expect(["HEAD theirs", "yours new"]).toContain(`${ours} ${side}`);
    expect(git("status", "--short").stdout).toContain("UU package.json");
  });

  it("merges in a rebase and a cherry-pick too, whatever a file is called and how its lines end", async () => {
    await gen("merge-driver", "install");
    const odd = `src/it's "odd" $(touch pwned) %P.ts`;
    const list = (items: string) =>
      `\uFEFFexport const all = [${items}];\r\n\r\nexport const b = 1;\r\n`;
    writeFileSync(join(root, odd), list("1"));
    appendFileSync(join(root, ".gitattributes"), "src/*.ts -text\n");
    commit("Install the driver");
    for (const command of ["rebase", "cherry-pick"]) {
      git("checkout", "--quiet", "-b", `${command}-theirs`, "main");
      writeFileSync(join(root, odd), list("1, 3"));
      commit("Theirs");
      git("checkout", "--quiet", "-b", `${command}-ours`, "main");
      writeFileSync(join(root, odd), list("1, 2"));
      commit("Ours");
      const { status } =
        command === "rebase"
          ? git("rebase", "rebase-ours", "rebase-theirs")
          : git("cherry-pick", "cherry-pick-theirs");
      expect(status).toBe(0);
      expect(read(odd)).toMatch(
        /^\uFEFF[^\n]*\[1, [23], [23]\];\r\n\r\n.*\r\n$/,
      );
    }
    expect(git("status", "--short").stdout).toBe("");
  });

  it("falls back on git's own merge where the tool is gone", async () => {
    await gen("merge-driver", "install");
    commit("Install the driver");
    const driver = git("config", "merge.frameio.driver").stdout.trim();
    const gone = driver.replaceAll(/'[^']*frameio-gen\.js'/g, "'/no/tool.js'");
    git("config", "merge.frameio.driver", gone);
    const { status } = await merged(
      () => edit("README.md", (text) => `Theirs.\n${text}`),
      () => appendFileSync(join(root, "README.md"), "Ours.\n"),
    );
    expect(status).toBe(0);
    expect(read("README.md")).toMatch(/^Theirs\.[^]*Ours\.\n$/);
  });

  it("changes nothing the second time, and generate keeps its lines", async () => {
    await gen("merge-driver", "install");
    const before = snapshot(root);
    const again = await gen("merge-driver", "install");
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain("as it should be");
    expect(read(".gitattributes")).toContain("*.ts merge=frameio\n");
    const { [".git/config"]: _, ...rest } = before;
    expect(snapshot(root)).toMatchObject(rest);
    await gen("add-webhook", "comment.created");
    expect(read(".gitattributes")).toContain("*.ts merge=frameio\n");
  });

  it("--dry-run sets nothing", async () => {
    const before = snapshot(root);
    const result = await gen("merge-driver", "install", "--dry-run", "--json");
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      dryRun: true,
      changed: false,
      files: [{ path: ".gitattributes", outcome: "edit" }],
    });
    expect(snapshot(root)).toEqual(before);
  });

  it("is taken away by uninstall, without a trace", async () => {
    const attributes = read(".gitattributes");
    const config = git("config", "--local", "--list").stdout;
    await gen("merge-driver", "install");
    expect(await gen("merge-driver", "uninstall")).toMatchObject({ code: 0 });
    expect(read(".gitattributes")).toBe(attributes);
    expect(git("config", "--local", "--list").stdout).toBe(config);
  });

  it("needs a repository, and says so", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    const result = await gen("merge-driver", "install");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG531");
    expect(read(".gitattributes")).not.toContain("merge=");
  });

  it("knows nothing else to do", async () => {
    const result = await gen("merge-driver", "instal");
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("install");
  });
});
