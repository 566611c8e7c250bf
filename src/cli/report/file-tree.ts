import type { Paint } from "../../diagnostics/render.js";
import type { FileOutcome } from "../../reconcile/change-set.js";

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { name: string; outcome: string }[];
}

/**
 * Files as a tree, folders first, with the outcome beside each file.
 *
 * @example
 * ├── src
 * │   └── app.ts       create
 * └── package.json     create
 */
export function renderFileTree(
  outcomes: readonly FileOutcome[],
  paint: Paint,
): string {
  const root = emptyFolder();
  for (const { path, outcome } of outcomes) {
    const names = path.split("/");
    const name = names.pop() ?? path;
    let folder = root;
    for (const part of names) {
      const inner = folder.folders.get(part) ?? emptyFolder();
      folder.folders.set(part, inner);
      folder = inner;
    }
    folder.files.push({ name, outcome });
  }
  const lines = linesOf(root, "");
  const width = Math.max(0, ...lines.map(({ text }) => text.length));
  return lines
    .map(({ text, outcome }) =>
      outcome === undefined
        ? text
        : `${text.padEnd(width)}  ${paint.faint(outcome)}`,
    )
    .join("\n");
}

interface Line {
  readonly text: string;
  readonly outcome?: string;
}

function linesOf({ folders, files }: Folder, indent: string): Line[] {
  const inner = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = inner.length + files.length;
  const stem = (index: number) => (index === entries - 1 ? "└── " : "├── ");
  const next = (index: number) => (index === entries - 1 ? "    " : "│   ");
  return [
    ...inner.flatMap(([name, folder], index) => [
      { text: `${indent}${stem(index)}${name}` },
      ...linesOf(folder, indent + next(index)),
    ]),
    ...files.map(({ name, outcome }, index) => ({
      text: `${indent}${stem(inner.length + index)}${name}`,
      outcome,
    })),
  ];
}

function emptyFolder(): Folder {
  return { folders: new Map(), files: [] };
}
