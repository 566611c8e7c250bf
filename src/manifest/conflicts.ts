import type { Node } from "jsonc-parser";
import { quote } from "../diagnostics/printable.js";
import type { ReadWebhook } from "./read-webhook.js";
import type { Report } from "./report.js";
import { at } from "./values.js";

/** Events that two entries claim, and handlers that would be one file. */
export function reportConflicts(
  webhooks: readonly ReadWebhook[],
  report: Report,
): void {
  reportEvents(webhooks, report);
  reportHandlers(webhooks, report);
}

function reportEvents(webhooks: readonly ReadWebhook[], report: Report): void {
  const claimed = new Map<string, Node>();
  for (const { provider, events } of webhooks) {
    if (provider === undefined) continue;
    for (const { name, node } of events) {
      const key = JSON.stringify([provider, name]);
      const first = claimed.get(key);
      if (first === undefined) claimed.set(key, node);
      else
        report.at(
          node,
          "FG106",
          `The event ${quote(name)} is handled twice, first at ${at(first, report)}`,
          "Keep one of them.",
        );
    }
  }
}

function reportHandlers(
  webhooks: readonly ReadWebhook[],
  report: Report,
): void {
  const files = new Map<string, Node>();
  const spelling = new Map<string, { text: string; node: Node }>();
  /** Folders whose spelling was compared already. */
  const clean = new Set<string>();
  for (const { handler } of webhooks) {
    if (handler === undefined) continue;
    const { path, node } = handler;
    const twin = files.get(path);
    if (twin !== undefined) {
      report.at(
        node,
        "FG106",
        `The handler ${quote(path)} belongs to another entry already, at ${at(twin, report)}`,
        'Put both events into one entry, as a list, or name another "handler".',
      );
      continue;
    }
    files.set(path, node);
    const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    const parts = clean.has(folder) ? [path] : foldersAndFile(path);
    const clash = parts.find(
      (part) => (spelling.get(part.toLowerCase())?.text ?? part) !== part,
    );
    const other =
      clash === undefined ? undefined : spelling.get(clash.toLowerCase());
    if (clash !== undefined && other !== undefined) {
      report.at(
        node,
        "FG106",
        `The handler's ${quote(clash)} and ${quote(other.text)} at ${at(other.node, report)} differ only in case`,
        "Spell them the same, or further apart: many file systems take both for one.",
      );
      continue;
    }
    for (const text of parts) {
      const key = text.toLowerCase();
      if (!spelling.has(key)) spelling.set(key, { text, node });
    }
    clean.add(folder);
  }
}

/** `src/a/b.ts` → `src`, `src/a`, `src/a/b.ts` */
function foldersAndFile(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
