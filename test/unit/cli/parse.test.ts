import { describe, expect, it } from "vitest";
import fc from "fast-check";

import type { Flags } from "../../../src/cli/commandline/flag.js";
import { parseCommandLine } from "../../../src/cli/commandline/parse.js";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";

const flags = {
  events: { type: "list", description: "" },
  set: { type: "list", verbatim: true, description: "" },
  secret: { type: "string", choices: ["single", "resolver"], description: "" },
  name: { type: "string", short: "n", value: "name", description: "" },
  git: { type: "boolean", negatable: true, description: "" },
  yes: { type: "boolean", short: "y", description: "" },
} as const satisfies Flags;
const positionals = { usage: "[dir]", min: 0, max: 1 };

const parse = (...argv: string[]) =>
  parseCommandLine(argv, { flags, positionals });

describe("a command line", () => {
  it.each<[string[], object, string[]]>([
    [[], {}, []],
    [["dir"], {}, ["dir"]],
    [
      ["--events", "a,b", "dir", "--events=c,a"],
      { events: ["a", "b", "c"] },
      ["dir"],
    ],
    [["--events", " a , ,b "], { events: ["a", "b"] }, []],
    [["--set", "a=1,2", "--set=b= x "], { set: ["a=1,2", "b= x "] }, []],
    [["--secret", "resolver"], { secret: "resolver" }, []],
    [["-n", "x", "-y"], { name: "x", yes: true }, []],
    [["--git"], { git: true }, []],
    [["--no-git"], { git: false }, []],
    [["--no-git", "--git"], { git: true }, []],
    [["--", "--git"], {}, ["--git"]],
    [["--name=-x"], { name: "-x" }, []],
  ])("%j", (argv, values, rest) => {
    expect(parse(...argv)).toEqual({ flags: values, positionals: rest });
  });

  it.each<[string[], string, string]>([
    [["--evnets", "a"], "FG502", 'Did you mean "--events"?'],
    [["--evnets", "a", "dir"], "FG502", 'Did you mean "--events"?'],
    [["--no-gti"], "FG502", 'Did you mean "--no-git"?'],
    [["--no-yes"], "FG502", "--help"],
    [["-z"], "FG502", "--help"],
    [["--constructor"], "FG502", "--help"],
    [["--name"], "FG503", "--name=<name>"],
    [["--name", "--yes"], "FG503", "--name=<name>"],
    [["--name="], "FG503", "--name=<name>"],
    [["--events", ","], "FG503", "--events=<value>"],
    [["--secret", "singel"], "FG503", 'Did you mean "single"?'],
    [["--yes=1"], "FG503", "`--yes`"],
    [["a", "b"], "FG504", "[dir]"],
  ])("%j is a mistake", (argv, code, hint) => {
    expect(mistakes(...argv)).toEqual([
      expect.objectContaining({ code, hint: expect.stringContaining(hint) }),
    ]);
  });

  it("tells all mistakes at once", () => {
    const found = mistakes("--evnets", "a", "--secret=x", "b", "c");
    expect(found.map(({ code }) => code)).toEqual(["FG502", "FG503", "FG504"]);
  });

  it("never fails but with a diagnostic, whatever is typed", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "--",
        "-",
        "--git",
        "--no-git",
        "--set",
        "--events",
        "-n",
      ),
      fc.string().map((text) => `--${text}`),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        try {
          parse(...argv);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameioGenError);
        }
      }),
      { seed: 7 },
    );
  });
});

function mistakes(...argv: string[]) {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof FrameioGenError) return error.diagnostics;
    throw error;
  }
  throw new Error("no mistake was found");
}
