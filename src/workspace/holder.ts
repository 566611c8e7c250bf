import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { kill, pid as ownPid } from "node:process";

/** A process, so that another one can tell whether it still runs. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it started, in the system's own unit; empty where the system does not tell. Ids are used again, this is not. */
  readonly started: string;
}

export function thisProcess(): Holder {
  return { pid: ownPid, host: hostname(), started: startOf(ownPid) };
}

/** Whether a process is certainly not another one that runs: it has ended, or is this one. On another host it cannot be asked. */
export function isNoOther({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return false;
  if (pid === ownPid) return true;
  try {
    kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  const now = startOf(pid);
  return started !== "" && now !== "" && now !== started;
}

/** Field 22 of Linux's `stat`, in ticks since the system started; the name before it may hold spaces and parentheses. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
