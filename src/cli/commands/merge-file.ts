import { resolve } from "node:path";
import type { Writable } from "node:stream";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { MarkerStyle } from "../../reconcile/merge/index.js";
import { overwriteLooseFile } from "../../workspace/loose-file.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { ExitCode, mergeStatus, UNUSABLE } from "../exit-code.js";
import { mergeTexts } from "../merge/merge-texts.js";
import { printJson, remark } from "../output.js";

const flags = {
  path: {
    type: "string",
    value: "path",
    default: "<ours>",
    description:
      "Name of the file in the project: its ending says how to merge",
  },
  write: {
    type: "boolean",
    description: "Write the result into <ours> instead of printing it",
  },
  ours: {
    type: "boolean",
    description: "Where both sides changed the same thing, take <ours>",
  },
  label: {
    type: "list",
    short: "L",
    value: "name",
    verbatim: true,
    description:
      "What the markers call a side: up to three times, for <ours>, <base> and <theirs>",
  },
  "marker-size": {
    type: "string",
    value: "characters",
    default: "7",
    description: "How long the markers are",
  },
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen merge-file",
  summary: "Merge three versions of a file by structure, and print the result",
  details: [
    "TypeScript is merged by declaration, member and element, JSON by key, .env and ignore files by entry, the rest by line.\n" +
      "Exit code 0: clean. 1 to 127: so many conflicts, each between markers. 255: the input cannot be used.",
  ],
  positionals: { usage: "<base> <ours> <theirs>", min: 3, max: 3 },
  flags,
  failure: UNUSABLE,
  examples: [
    {
      command: "npx frameio-gen merge-file base.ts ours.ts theirs.ts",
      does: "print the merged text",
    },
    {
      command:
        "npx frameio-gen merge-file --write --path=%P --marker-size=%L -L %X -L %S -L %Y %O %A %B",
      does: "as git calls a merge driver; `npx frameio-gen merge-driver install` sets it up",
    },
  ],
  run: async (context, { flags: given, positionals: files }) => {
    if (files.length < 3)
      throw unusable("Three files are needed: <base> <ours> <theirs>");
    const [, ours = ""] = files;
    const { path = ours, json = false, write = false } = given;
    const { cwd } = context;
    const request = {
      cwd,
      files,
      path,
      ours: given.ours === true,
      markers: {
        ...labelsOf(given.label ?? []),
        size: sizeOf(given["marker-size"] ?? "7"),
      },
    };
    const { text, conflicts } = await mergeTexts(request);
    if (write) writeInto(resolve(cwd, ours), ours, text);
    const exitCode =
      conflicts.length === 0 ? ExitCode.done : mergeStatus(conflicts.length);
    if (json) {
      printJson(context, {
        ok: conflicts.length === 0,
        exitCode,
        command: "merge-file",
        path,
        conflicts: conflicts.map(({ kind, key, line }) => ({
          kind,
          key,
          line,
        })),
        ...(write ? {} : { text }),
      });
      return exitCode;
    }
    if (!write) await print(context.stdout, text);
    for (const { key, line } of conflicts)
      remark(context, `${path}:${line}: both sides changed ${key} differently`);
    return exitCode;
  },
});

/** A text that did not get out whole is no merge, and no number of conflicts either. A reader that has enough is no fault. */
async function print(stdout: Writable, text: string): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>(
    (resolved) => stdout.write(text, resolved),
  );
  if (error && error.code !== "EPIPE")
    throw new FrameioGenError([
      {
        code: "FG530",
        severity: "error",
        message: `The merged text cannot be printed (${error.code ?? error.message})`,
      },
    ]);
}

/** In the order of `git merge-file`. A git that knows no labels leaves its placeholders as they are. */
function labelsOf(labels: readonly string[]): MarkerStyle {
  if (labels.length > 3)
    throw unusable("--label is given more than three times");
  const broken = labels.find((label) => /[\r\n]/.test(label));
  if (broken !== undefined)
    throw unusable(`--label ${quote(broken)} is more than one line`);
  const [ours, base, theirs] = labels.map((label) =>
    label === "" || /^%[SXY]$/.test(label) ? undefined : label,
  );
  return { ours, base, theirs };
}

function sizeOf(text: string): number {
  const size = /^%L$/.test(text) ? 7 : Number(text);
  if (Number.isInteger(size) && size > 0 && size <= 100) return size;
  throw unusable(
    `--marker-size must be a number from 1 to 100, not ${quote(text)}`,
  );
}

function unusable(message: string): FrameioGenError {
  return new FrameioGenError([{ code: "FG504", severity: "error", message }]);
}

function writeInto(file: string, name: string, text: string): void {
  const problem = overwriteLooseFile(file, text);
  if (problem === undefined) return;
  throw new FrameioGenError([
    { code: "FG530", severity: "error", message: `${quote(name)} ${problem}` },
  ]);
}
