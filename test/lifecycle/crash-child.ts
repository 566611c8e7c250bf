// Run as a process of its own, from a bundle, by the crash tests. Reads its order as JSON from standard input.
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import type { ChangeSet } from "../../src/reconcile/change-set.js";
import { openWorkspace } from "../../src/workspace/open-workspace.js";
import { plant, tree } from "../unit/workspace/trees.js";
import { killAt, needsSpace, systemError, withFaults } from "./crash-faults.js";
import type { Scenario } from "./crash-scenarios.js";

export type Order =
  /** Commits or recovers, and is killed at a call of the file system. When it survives it tells the calls that it made. */
  | {
      readonly order: "die";
      readonly root: string;
      /** From 1; 0 kills never. */
      readonly at: number;
      /** Undefined: recover. */
      readonly changeSet?: ChangeSet;
    }
  /** Plants, commits, recovers and reports. */
  | {
      readonly order: "report";
      readonly root: string;
      readonly changeSet: ChangeSet;
      readonly files?: Readonly<Record<string, string>>;
    }
  /** Commits again and again in an empty folder, with an error at each call of the file system in turn. */
  | {
      readonly order: "fail";
      readonly root: string;
      readonly scenario: Scenario;
      readonly code: string;
      readonly how: How;
    };

/** `once` at the n-th call, `twice` also at the fifth one after it, `full` at every later call that needs space. */
export type How = "once" | "twice" | "full";

export interface Report {
  /** `code file message`; what is not a diagnostic begins with `!`. Undefined when nothing was thrown. */
  readonly thrown?: readonly string[];
  readonly tree: Record<string, string> | undefined;
  /** Once `recover` has run. */
  readonly recovered: Record<string, string> | undefined;
  /** The call that failed. */
  readonly call?: string;
}

async function commitAndReport(
  root: string,
  changeSet: ChangeSet,
  commit: (commit: () => Promise<void>) => Promise<void> = (action) => action(),
): Promise<Report> {
  // Trees are taken from the parent: what is left beside a new root counts, too.
  const look = () => tree(dirname(root), true);
  const workspace = openWorkspace(root);
  const thrown = await thrownBy(() =>
    commit(() => workspace.commit(changeSet)),
  );
  const found = look();
  const failure = await thrownBy(() => openWorkspace(root).recover());
  const all = [
    ...(thrown ?? []),
    ...(failure ?? []).map((line) => `recover: ${line}`),
  ];
  return {
    ...(all.length > 0 ? { thrown: all } : {}),
    tree: found,
    recovered: look(),
  };
}

async function thrownBy(action: () => unknown): Promise<string[] | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (!(error instanceof FrameioGenError)) return [`! ${String(error)}`];
    return error.diagnostics.map(
      ({ code, file, message }) => `${code} ${file} ${message}`,
    );
  }
}

async function failEverywhere({
  root,
  scenario,
  code,
  how,
}: Extract<Order, { order: "fail" }>): Promise<Report[]> {
  const reports: Report[] = [];
  for (let n = 1; ; n++) {
    rmSync(root, { recursive: true, force: true });
    if (scenario.files !== undefined) plant(root, scenario.files);
    let calls = 0;
    let call: string | undefined;
    const fault = (name: string, args: unknown[]) => {
      const isHit =
        how === "full"
          ? ++calls >= n && needsSpace(name, args)
          : ++calls === n || (how === "twice" && calls === n + 5);
      if (!isHit) return;
      call ??= name;
      throw systemError(code);
    };
    const report = await commitAndReport(root, scenario.changeSet, (commit) =>
      withFaults(fault, how === "once", commit),
    );
    if (call === undefined) return reports;
    reports.push({ ...report, call });
  }
}

async function run(order: Order): Promise<unknown> {
  if (order.order === "fail") return failEverywhere(order);
  const { root, changeSet } = order;
  const workspace = openWorkspace(root);
  if (order.order === "die") {
    const calls: string[] = [];
    const kill = killAt(order.at);
    const fault = (name: string, args: unknown[]) => {
      calls.push(`${name} ${args.join(" ")}`);
      kill(name, args);
    };
    await withFaults(fault, false, () =>
      changeSet === undefined
        ? workspace.recover()
        : workspace.commit(changeSet),
    );
    return calls;
  }
  if (order.files !== undefined) plant(root, order.files);
  return commitAndReport(root, order.changeSet);
}

let input = "";
for await (const chunk of process.stdin) input += chunk;
process.stdout.write(JSON.stringify(await run(JSON.parse(input))));
