import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { openCustomSources } from "../../../src/workspace/custom-sources.js";

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "sources-")));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let root = "";
beforeEach(() => {
  root = join(mkdtempSync(join(scratch, "case-")), "project");
  mkdirSync(root);
});

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    expect(error.diagnostics.map(({ code }) => code)).toEqual(["FG706"]);
    return error.diagnostics[0]?.message ?? "";
  }
  throw new Error("it was taken");
}

const layer = (name: string) => openCustomSources(root).layer(name);

describe("a layer", () => {
  it("is read from a folder of the project: what belongs to layers, and nothing else", () => {
    write("company/layer.json", "\uFEFF{}\r\n");
    write("company/templates/app/README.md.hbs", "a\r\nb");
    write("company/files/.editorconfig", "root");
    write("company/files/.DS_Store", "junk");
    write("company/secret.txt", "not ours");
    write("company/node_modules/x/index.js", "not ours");
    expect(layer("./company")).toEqual({
      path: "company",
      files: new Map([
        ["files/.editorconfig", "root"],
        ["layer.json", "{}\n"],
        ["templates/app/README.md.hbs", "a\nb"],
      ]),
    });
  });

  it("is found as a package here or above, through the links of package managers", () => {
    write("../node_modules/@studio/layer/layer.json", "{}");
    write("../store/linked/layer.json", "[]");
    link("../../store/linked", "node_modules/linked");
    expect(layer("@studio/layer").files.get("layer.json")).toBe("{}");
    expect(layer("linked").files.get("layer.json")).toBe("[]");
  });

  it("has to be there", () => {
    write("file", "x");
    expect(refusal(() => layer("none"))).toBe('"none" is not installed');
    expect(refusal(() => layer("./none"))).toContain("is not there");
    expect(refusal(() => layer("./file"))).toContain("no folder");
  });

  it.each(["./../outside", "./a/../../outside", "./.git", "./a//b"])(
    "may not lie at %s",
    (name) => {
      write("../outside/layer.json", "{}");
      expect(refusal(() => layer(name))).not.toBe("");
    },
  );

  it("may not be a link that leads out of the project", () => {
    write("../outside/layer.json", "{}");
    link("../outside", "layer");
    expect(refusal(() => layer("./layer"))).toContain(
      "leads out of the project",
    );
  });

  it.each([
    ["a file", "files/secret", "/etc/passwd"],
    ["a folder", "files/etc", "/etc"],
    ["a link that stays inside", "files/self", "../layer.json"],
    ["a folder of the layer's", "templates", "/etc"],
    ["the layer's own file", "fragments.json", "/etc/passwd"],
  ])("may not hold %s that is a link", (_what, path, target) => {
    write("evil/layer.json", "{}");
    link(target, `evil/${path}`);
    expect(refusal(() => layer("./evil"))).toContain("is a link");
  });

  it("may not hold what is no text, nor more than is sane", () => {
    write("binary/files/x", Buffer.from([0xff, 0xfe]));
    expect(refusal(() => layer("./binary"))).toContain("is not UTF-8 text");
    write("huge/files/x", "");
    truncateSync(join(root, "huge/files/x"), 1e12);
    expect(refusal(() => layer("./huge"))).toContain("more than 8 MiB");
    write(`deep/files/${"a/".repeat(25)}x`, "");
    expect(refusal(() => layer("./deep"))).toContain("folders deep");
    for (let index = 0; index <= 1000; index += 1)
      write(`many/files/${index}`, "");
    expect(refusal(() => layer("./many"))).toContain("more than 1000 files");
  });
});

describe("the project's own templates", () => {
  it("are listed, sorted", () => {
    write("tpl/b", "");
    write("tpl/a/c", "");
    expect(openCustomSources(root).filesIn("tpl")).toEqual(["a/c", "b"]);
    expect(openCustomSources(root).filesIn("none")).toEqual([]);
  });

  it("may not be links", () => {
    link("/etc", "tpl");
    link("/etc/passwd", "other/x");
    expect(refusal(() => openCustomSources(root).filesIn("tpl"))).toContain(
      "is a link",
    );
    expect(refusal(() => openCustomSources(root).filesIn("other"))).toContain(
      "is a link",
    );
  });
});
