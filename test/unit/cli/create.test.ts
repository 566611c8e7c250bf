import { spawnSync } from "node:child_process";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { defaultAnswers } from "../../../generators/app/answers.js";
import { localEnv } from "../../../src/cli/create/local-env.js";
import { nextSteps } from "../../../src/cli/create/next-steps.js";
import { recipe } from "../../../src/cli/create/recipe.js";
import { shellQuote } from "../../../src/cli/report/shell-quote.js";

describe("shellQuote", () => {
  it("gives any word back from a shell", () => {
    const words = fc.array(
      fc
        .string({ unit: "binary" })
        .filter((word) => !/[\0\ud800-\udfff]/.test(word)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(words, (given) => {
        const script = `printf '%s\\0' ${given.map(shellQuote).join(" ")}`;
        const { stdout } = spawnSync("sh", ["-c", script], {
          encoding: "utf8",
        });
        expect(stdout.split("\0").slice(0, -1)).toEqual(given);
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it("leaves plain words as they are", () => {
    expect(shellQuote("my-app/x_1.0")).toBe("my-app/x_1.0");
  });
});

describe("localEnv", () => {
  const variables = [
    { name: "PORT", description: "", required: false, value: "3000" },
    { name: "A_SECRET", description: "", required: true },
    { name: "B_SECRET", description: "", required: true },
  ];
  const example =
    "# Copy to .env and fill in.\n\n#PORT=3000\nA_SECRET=\nB_SECRET=\n";

  it("fills what must be set, and nothing else", () => {
    const text = localEnv(example, variables) ?? "";
    const { A_SECRET: a, B_SECRET: b, ...others } = parseEnv(text);
    expect(others).toEqual({});
    expect(a).toMatch(/^[0-9a-f]{64}$/);
    expect(b).toMatch(/^[0-9a-f]{64}$/);
    expect(a).not.toBe(b);
    expect(text).not.toContain("Copy to .env");
  });

  it("is not needed where nothing must be set", () => {
    expect(localEnv(example, variables.slice(0, 1))).toBeUndefined();
  });
});

describe("answers", () => {
  it.each([
    [{}, "frameio-app", "frameio-app"],
    [{ dir: "My App" }, "My App", "my-app"],
    [{ dir: "apps/one/" }, "apps/one/", "one"],
    [{ name: "bot" }, "bot", "bot"],
    [{ dir: "x", name: "bot" }, "x", "bot"],
    [{ dir: "!!!" }, "!!!", "frameio-app"],
  ])("%j", (given, dir, name) => {
    expect(defaultAnswers(given, "npm")).toMatchObject({ dir, name });
  });

  it("make a command that says them all", () => {
    const answers = defaultAnswers({ dir: "my app", git: false }, "pnpm");
    expect(recipe({}, answers)).toBe(
      "create-frameio-app 'my app' --name my-app --events file.ready --secret single --package-manager pnpm --no-git --install",
    );
  });

  it("lead to the next steps", () => {
    const answers = defaultAnswers({ dir: ".", install: false }, "pnpm");
    const steps = nextSteps(answers).map(({ command }) => command);
    expect(steps).toEqual([
      "pnpm install",
      "pnpm run test",
      "pnpm start",
      "pnpm exec frameio-gen trigger file.ready",
    ]);
  });
});
