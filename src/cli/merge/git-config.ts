import { spawnSync } from "node:child_process";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { CliContext } from "../context.js";
import type { MergeDriver } from "./driver.js";

/** Git in an app's folder. */
export interface Git {
  /** Sets the drivers in the repository's own configuration, which is not shared. */
  install(drivers: readonly MergeDriver[]): void;
  uninstall(drivers: readonly MergeDriver[]): void;
}

/** @throws FrameioGenError FG531 when there is no git, or no repository around the folder; from the methods when git refuses */
export function openGit({ env }: Pick<CliContext, "env">, root: string): Git {
  const git = (...args: string[]) => {
    const { status, error, stderr } = spawnSync("git", args, {
      cwd: root,
      env: { ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    });
    if (error !== undefined) throw refused("Git cannot be run");
    return { ok: status === 0, why: stderr.trim().split("\n")[0] ?? "" };
  };
  const inside = git("rev-parse", "--show-toplevel");
  if (!inside.ok) throw refused("The app does not lie in a git repository");
  return {
    install(drivers) {
      for (const { name, title, command } of drivers)
        for (const [key, value] of [
          ["name", title],
          ["driver", command],
        ] as const) {
          const set = git("config", "--local", `merge.${name}.${key}`, value);
          if (!set.ok)
            throw refused(`Git refused its configuration: ${set.why}`);
        }
    },
    uninstall(drivers) {
      // A section that is not there is as good as removed.
      for (const { name } of drivers)
        git("config", "--local", "--remove-section", `merge.${name}`);
    },
  };
}

function refused(message: string): FrameioGenError {
  return new FrameioGenError([{ code: "FG531", severity: "error", message }]);
}
