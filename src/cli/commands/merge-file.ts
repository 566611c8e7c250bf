import { resolve } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
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
      command: "npx frameio-gen merge-file --write --path=%P %O %A %B",
      does: "as git calls a merge driver; `npx frameio-gen merge-driver install` sets it up",
    },
  ],
  run: async (context, { flags: given, positionals: files }) => {
    const [, ours = ""] = files;
    const { path = ours, json = false, write = false } = given;
    const { cwd } = context;
    const request = { cwd, files, path, ours: given.ours === true };
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
    if (!write) context.stdout.write(text);
    for (const { key, line } of conflicts)
      remark(context, `${path}:${line}: both sides changed ${key} differently`);
    return exitCode;
  },
});

function writeInto(file: string, name: string, text: string): void {
  const problem = overwriteLooseFile(file, text);
  if (problem === undefined) return;
  throw new FrameioGenError([
    { code: "FG530", severity: "error", message: `${quote(name)} ${problem}` },
  ]);
}
