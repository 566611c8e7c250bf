import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { reportFailure } from "../../../src/cli/commandline/failure.js";
import type { CliContext } from "../../../src/cli/context.js";
import { checks } from "../../../src/cli/doctor/checks.js";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { runGen } from "../../../src/cli/gen.js";

function context(changes: Partial<CliContext> = {}) {
  const stderr = new PassThrough();
  const value: CliContext = {
    cwd: process.cwd(),
    env: {},
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    interactive: false,
    signal: new AbortController().signal,
    now: () => 0,
    nodeVersion: "20.19.0",
    ...changes,
  };
  return { value, told: () => String(stderr.read() ?? "") };
}

describe("a command that is not there", () => {
  it("is a usage error that names the nearest", async () => {
    const { value, told } = context();
    expect(await runGen(value, ["generat"])).toBe(2);
    const text = told();
    expect(text).toContain('FG501 Unknown command "generat"');
    expect(text).toContain('Did you mean "generate"?');
  });
});

describe("an error that nobody expected", () => {
  it("is told without a stack trace, unless that is asked for", () => {
    const { value, told } = context();
    expect(reportFailure(value, new Error("oh dear"), false)).toBe(1);
    const text = told();
    expect(text).toContain("FG901 Internal error: oh dear");
    expect(text).not.toContain("    at ");

    const debugging = context({ env: { FRAMEIO_GEN_DEBUG: "1" } });
    reportFailure(debugging.value, new Error("oh dear"), false);
    expect(debugging.told()).toContain("    at ");
  });
});

describe("a remedy", () => {
  it.each([
    ["npm", "`npm start`", "`npm run build`", "`npx frameio-gen diff`"],
    [
      "pnpm",
      "`pnpm start`",
      "`pnpm run build`",
      "`pnpm exec frameio-gen diff`",
    ],
    ["yarn", "`yarn start`", "`yarn run build`", "`yarn frameio-gen diff`"],
    ["bun", "`bun run start`", "`bun run build`", "`bunx frameio-gen diff`"],
  ])("speaks as %s does", (manager, ...commands) => {
    const env = { npm_config_user_agent: `${manager}/1.0.0 node/v22` };
    const { value, told } = context({ env });
    const problems = (["FG516", "FG609", "FG301"] as const).map((code) => ({
      code,
      severity: "error" as const,
      message: "x",
    }));
    reportFailure(value, new FrameioGenError(problems), false);
    const text = told();
    for (const command of commands) expect(text).toContain(command);
  });
});

describe("the doctor", () => {
  it.each([
    ["18.20.0", true],
    ["20.18.9", true],
    ["20.19.0", false],
    ["24.0.0", false],
  ])("looks at Node.js %s", async (nodeVersion, old) => {
    const [node] = checks;
    const findings = await node?.run(
      context({ nodeVersion }).value,
      {} as never,
    );
    expect(findings).toEqual(
      old ? [expect.objectContaining({ code: "FG601" })] : [],
    );
  });
});
