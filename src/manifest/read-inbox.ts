import { DEFAULT_INBOX } from "./defaults.js";
import type {
  InboxEngine,
  InboxEntry,
  OrderPolicy,
  WorkSettings,
} from "./manifest.js";
import type { Report } from "./report.js";
import {
  expected,
  type Members,
  readChoice,
  readInteger,
  readObject,
  type Value,
} from "./values.js";

export const INBOX_ENGINES = [
  "sqlite",
  "redis",
  "postgres",
  "memory",
] as const satisfies readonly InboxEngine[];

/** Least, most and unit of each number. */
const bounds = {
  attempts: [1, 100, "attempts"],
  timeoutSeconds: [1, 86_400, "seconds"],
  concurrency: [1, 1000, "handlers"],
  keepDoneHours: [1, 8760, "hours"],
  keepDeadDays: [1, 3650, "days"],
} as const;

type NumberKey = keyof typeof bounds;

export const WORK_KEYS = [
  "attempts",
  "timeoutSeconds",
  "concurrency",
] as const satisfies readonly (keyof WorkSettings)[];

/** `{ "engine": "sqlite", … }`; undefined when something in it is wrong. */
export function readInbox(
  value: Value | undefined,
  report: Report,
): InboxEntry | undefined {
  if (value === undefined) return DEFAULT_INBOX;
  const numbers = Object.keys(bounds) as NumberKey[];
  const keys = ["engine", "worker", ...numbers];
  const members = readObject(value, keys, report);
  if (members === undefined) return undefined;
  const engine = choice(members, "engine", INBOX_ENGINES, report);
  const worker = choice(
    members,
    "worker",
    ["in-process", "separate"] as const,
    report,
  );
  const read = readNumbers(members, numbers, report);
  if (engine === undefined || worker === undefined || read === undefined)
    return undefined;
  return { ...DEFAULT_INBOX, engine, worker, ...read };
}

/** What a webhook says of its own limits; undefined when something in it is wrong. */
export function readWork(
  members: Members,
  report: Report,
): Partial<WorkSettings> | undefined {
  return readNumbers(members, WORK_KEYS, report);
}

/** `"resource"` or `{ "by": "resource", "stale": "skip" }`. Undefined when it is wrong. */
export function readOrder(
  value: Value,
  report: Report,
): OrderPolicy | undefined {
  if (value.node.type === "string") {
    const by = readChoice(value, ["resource"] as const, report);
    return by && { by, stale: "pass" };
  }
  if (value.node.type !== "object") {
    expected(value, '"resource" or an object { … }', report);
    return undefined;
  }
  const members = readObject(value, ["by", "stale"], report);
  const by = members?.get("by");
  if (by === undefined) {
    report.at(
      value.node,
      "FG105",
      `${value.path} has no "by"`,
      'Write { "by": "resource", "stale": "skip" }.',
    );
    return undefined;
  }
  const kind = readChoice(by, ["resource"] as const, report);
  const given = members?.get("stale");
  const stale =
    given === undefined
      ? "pass"
      : readChoice(given, ["skip", "pass"] as const, report);
  return kind === undefined || stale === undefined
    ? undefined
    : { by: kind, stale };
}

function choice<Key extends "engine" | "worker">(
  members: Members,
  key: Key,
  choices: readonly InboxEntry[Key][],
  report: Report,
): InboxEntry[Key] | undefined {
  const value = members.get(key);
  return value === undefined
    ? DEFAULT_INBOX[key]
    : readChoice<InboxEntry[Key]>(value, choices, report);
}

function readNumbers<Key extends NumberKey>(
  members: Members,
  keys: readonly Key[],
  report: Report,
): Partial<Record<Key, number>> | undefined {
  const read: Partial<Record<Key, number>> = {};
  let wrong = false;
  for (const key of keys) {
    const value = members.get(key);
    if (value === undefined) continue;
    const [least, most, unit] = bounds[key];
    const number = readInteger(value, least, most, unit, report);
    if (number === undefined) wrong = true;
    else read[key] = number;
  }
  return wrong ? undefined : read;
}
