import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { DEFAULT_DEDUPE } from "./defaults.js";
import type { DedupePolicy } from "./manifest.js";
import type { Report } from "./report.js";
import {
  expected,
  readChoice,
  readInteger,
  readObject,
  type Value,
} from "./values.js";

const secondsOfThirtyDays = 30 * 24 * 60 * 60;

/** `"delivery"` or `{ "by": "resource", "windowSeconds": 3600 }`. Undefined when it is wrong. */
export function readDedupe(
  value: Value,
  report: Report,
): DedupePolicy | undefined {
  if (value.node.type === "string") {
    if (value.node.value === "delivery") return DEFAULT_DEDUPE;
    report.at(
      value.node,
      "FG103",
      `${value.path} must be "delivery" or an object, not ${quote(String(value.node.value))}`,
      dedupeHint(value),
    );
    return undefined;
  }
  if (value.node.type !== "object") {
    expected(value, '"delivery" or an object { … }', report);
    return undefined;
  }
  const members = readObject(value, ["by", "windowSeconds"], report);
  const by = members?.get("by");
  const window = members?.get("windowSeconds");
  for (const [key, found] of [
    ["by", by],
    ["windowSeconds", window],
  ] as const) {
    if (found === undefined)
      report.at(
        value.node,
        "FG105",
        `${value.path} has no "${key}"`,
        resourceExample,
      );
  }
  const kind =
    by === undefined
      ? undefined
      : readChoice(by, ["resource"] as const, report);
  const windowSeconds =
    window === undefined
      ? undefined
      : readInteger(window, 1, secondsOfThirtyDays, "seconds", report);
  return kind === undefined || windowSeconds === undefined
    ? undefined
    : { kind, windowSeconds };
}

const resourceExample = 'Write { "by": "resource", "windowSeconds": 3600 }.';

function dedupeHint({ node }: Value): string {
  return node.value === "resource"
    ? resourceExample
    : (didYouMean(String(node.value), ["delivery"]) ??
        `Write "delivery", or ${resourceExample.slice(6)}`);
}
