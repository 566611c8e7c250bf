import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { temporaryFolder } from "./support/folders.js";
import { type bins, run } from "./support/run.js";

prepareApp();

const managers = {
  pnpm: "pnpm exec frameio-gen",
  yarn: "yarn frameio-gen",
  bun: "bunx frameio-gen",
};

describe.each(Object.entries(managers))(
  "what is told to a user of %s",
  (manager, command) => {
    const env = { npm_config_user_agent: `${manager}/9.0.0 node/v22.0.0` };
    const told = async (
      bin: keyof typeof bins,
      cwd: string,
      ...args: string[]
    ) => {
      const { output } = await run(bin, args, { cwd, env });
      expect(output, args.join(" ")).not.toMatch(
        /\bnpx |\bnpm (?!_)(?:run|install|start|create|exec)/,
      );
      return output;
    };

    it("names commands as they type them: help, hints and what is next", async () => {
      const root = freshApp();
      expect(await told("gen", root, "--help")).toContain(`${command} check`);
      expect(await told("gen", root, "update", "--help")).toContain(
        `${manager} add -D create-frameio-app@latest && ${command} update`,
      );
      expect(await told("gen", root, "inbox", "--help")).toMatch(
        new RegExp(`\`${manager} run inbox …\``),
      );
      expect(await told("create", root, "--help")).toContain(
        `${manager} create frameio-app my-app --events`,
      );
      await told("gen", root, "templates", "list");
      appendFileSync(join(root, "src/frameio/index.gen.ts"), "// mine\n");
      expect(await told("gen", root, "check")).toContain(`${command} diff`);
      for (const args of [["generate"], ["generate", "--json"]])
        expect(await told("gen", root, ...args)).toContain(
          `${command} generate --force`,
        );
      await told("gen", root, "generate", "--force");
      await told("gen", root, "undo");
      const elsewhere = temporaryFolder();
      // Whatever lies above a repository is another project's.
      mkdirSync(join(elsewhere, ".git"));
      expect(await told("gen", elsewhere)).toContain(
        `${manager} create frameio-app`,
      );
      expect(await told("gen", elsewhere, "adopt", "--yes")).toContain(
        `${command} adopt --events`,
      );
    });
  },
);
