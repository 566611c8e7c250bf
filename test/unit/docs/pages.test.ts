import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../../src/cli/commandline/parse.js";
import { commandsOf } from "./command-lines.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];
const textOf = (page: string): string => readFileSync(join(root, page), "utf8");

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  it("links to what is there", () => {
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:|\{\{/.test(target))
      .filter((target) => {
        const [path = "", anchor] = target.split("#");
        const file =
          path === "" ? page : relative(root, join(root, dirname(page), path));
        if (!existsSync(join(root, file))) return true;
        return anchor !== undefined && !anchorsOf(textOf(file)).has(anchor);
      });
    expect(broken).toEqual([]);
  });

  it("shows commands that there are, with flags that they have", async () => {
    const wrong: string[] = [];
    for (const { line, spec, args } of await commandsOf(text)) {
      if (spec === undefined) wrong.push(`${line}: there is no such command`);
      // The app's own command reads what follows `inbox`.
      else if (spec.name !== "frameio-gen inbox")
        try {
          parseCommandLine(args, {
            flags: spec.flags,
            // A text may name a command without what it is given.
            positionals: { ...spec.positionals, min: 0 },
          });
        } catch (error) {
          wrong.push(`${line}: ${String(error)}`);
        }
    }
    expect(wrong).toEqual([]);
  });
});

/** Of headings, as GitHub makes them. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  return new Set(
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/ /g, "-"),
    ),
  );
}
