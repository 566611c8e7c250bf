import { spawnSync } from "node:child_process";

import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { packageManagers } from "../../model/package-managers.js";
import { namesIn } from "../../workspace/surroundings.js";
import { planApp } from "../app/plan-app.js";
import { readManifest } from "../app/read-manifest.js";
import { findDrift } from "../drift/find-drift.js";
import { appAddress } from "../trigger/environment.js";
import type { Check } from "./check.js";
import { installationOf } from "./dependencies.js";
import { whoListens } from "./port.js";
import { malformedSecrets, missingVariables } from "./secrets.js";

const OLDEST_NODE = [20, 19] as const;

/** In the order in which an app comes to life. */
export const checks: readonly Check[] = [
  {
    title: "Node.js",
    run: ({ nodeVersion }) => {
      const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
      const [oldestMajor, oldestMinor] = OLDEST_NODE;
      const old =
        major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
      return old ? [error("FG601", `This is Node.js ${nodeVersion}`)] : [];
    },
  },
  {
    title: "frameio.jsonc",
    run: (_, patient) => collected(() => void readManifest(patient)),
  },
  {
    title: "Generated files",
    run: async (_, patient) => {
      if (patient.manifest === undefined) return "not looked at";
      if (patient.lockfile === undefined) {
        return [error("FG607", "There is no .frameio/lock.json")];
      }
      const { changeSet } = await planApp(patient);
      return findDrift(changeSet, patient.lockfile, patient.tool).map(
        ({ path, message }): Diagnostic => ({
          code: "FG603",
          severity: "warning",
          file: path,
          message: `It ${message}`,
        }),
      );
    },
  },
  {
    title: "Environment variables",
    run: (_, patient) => missingVariables(patient),
  },
  {
    title: "Signing secrets",
    run: (_, patient) => malformedSecrets(patient),
  },
  {
    title: "Secrets and git",
    run: (_, { root }) => {
      if (!namesIn(root).includes(".env")) return [];
      const { status } = spawnSync("git", ["check-ignore", "--quiet", ".env"], {
        cwd: root,
        stdio: "ignore",
      });
      // 0: ignored. 128, or none at all: no repository, or no git.
      return status === 1 ? [error("FG608", "git does not ignore .env")] : [];
    },
  },
  {
    title: "Dependencies",
    run: ({ env }, { root, manifest }) => {
      const manager = manifest?.packageManager ?? "npm";
      const { missing, wrong } = installationOf(root);
      const { install } = packageManagers[manager];
      const amiss = wrong.map((message) => ({
        ...error("FG605", message),
        hint: `Run \`${install}\`, optional packages included. Where that is of no use, delete node_modules and the lockfile first.`,
      }));
      if (missing.length === 0) return amiss;
      const found = spawnSync(manager, ["--version"], {
        env: { ...env },
        stdio: "ignore",
        // On Windows package managers are scripts.
        shell: true,
      });
      const told = missing.slice(0, 5).join(", ");
      return [
        ...amiss,
        {
          ...error(
            "FG605",
            `${told}${missing.length > 5 ? ` and ${missing.length - 5} more packages` : ""} ${missing.length === 1 ? "is" : "are"} not installed`,
          ),
          hint: `Run \`${install}\`.`,
        },
        ...(found.status === 0
          ? []
          : [error("FG606", `${manager} is not available on this machine`)]),
      ];
    },
  },
  {
    title: "Port",
    run: async (context, { environment }) => {
      const address = appAddress(environment);
      const listener = await whoListens(context, address);
      return listener === "another program"
        ? [
            {
              ...error("FG604", `Another program answers at ${address}`),
              severity: "warning",
            },
          ]
        : [];
    },
  },
];

function collected(action: () => void): readonly Diagnostic[] {
  try {
    action();
    return [];
  } catch (thrown) {
    if (thrown instanceof FrameioGenError) return thrown.diagnostics;
    throw thrown;
  }
}

function error(code: Diagnostic["code"], message: string): Diagnostic {
  return { code, severity: "error", message };
}
