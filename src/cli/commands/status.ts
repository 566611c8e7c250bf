import type { Ownership } from "../../plan/file-plan.js";
import type { FileOutcome } from "../../reconcile/change-set.js";
import { openApp, type OpenApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { findDrift } from "../drift/find-drift.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson } from "../output.js";

const flags = { ...jsonFlag } as const satisfies Flags;

interface FileStatus {
  readonly path: string;
  readonly owner: Ownership;
  readonly state: "as generated" | "edited" | "deleted" | "out of date" | "new";
}

const owners: Readonly<Record<Ownership, string>> = {
  scaffolded: "Yours (never touched again)",
  merged: "Shared (your edits and ours are merged)",
  managed: "The tool's (don't edit: generated anew each time)",
};

export default executable({
  name: "frameio-gen status",
  summary: "Show who owns each file, and what you edited",
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    {
      command: "npx frameio-gen status",
      does: "may I edit this file?",
    },
  ],
  run: async (context, { flags: given }) => {
    const app = openApp(context, "read");
    const files = await statusOf(app);
    if (given.json === true) {
      printJson(context, {
        ok: true,
        exitCode: ExitCode.done,
        command: "status",
        root: app.root,
        files: files.map(({ path, owner, state }) => ({ path, owner, state })),
      });
      return ExitCode.done;
    }
    const paint = paintFor(context.stdout, context.env);
    const sections = (["scaffolded", "merged", "managed"] as const).map(
      (owner) =>
        [
          paint.strong(owners[owner]),
          ...files
            .filter((file) => file.owner === owner)
            .map(({ path, state }) =>
              state === "as generated"
                ? `  ${path}`
                : `  ${path}  ${paint.warning(state)}`,
            ),
        ].join("\n"),
    );
    print(context, sections.join("\n\n"));
    return ExitCode.done;
  },
});

async function statusOf(app: OpenApp): Promise<readonly FileStatus[]> {
  const { changeSet, tree } = await planApp(app);
  const drifting = new Set(
    findDrift(changeSet, app.lockfile, app.tool).map(({ path }) => path),
  );
  const describe = ({ path }: FileOutcome): FileStatus[] => {
    const locked = app.lockfile?.files[path];
    const owner = tree.get(path)?.ownership ?? locked?.ownership;
    if (owner === undefined) return [];
    const onDisk = app.workspace.read(path);
    const edited = locked !== undefined && onDisk?.digest !== locked.digest;
    if (locked === undefined && onDisk === undefined)
      return [{ path, owner, state: "new" }];
    if (onDisk === undefined) return [{ path, owner, state: "deleted" }];
    if (edited) return [{ path, owner, state: "edited" }];
    const state = drifting.has(path) ? "out of date" : "as generated";
    return [{ path, owner, state }];
  };
  return changeSet.outcomes.flatMap(describe);
}
