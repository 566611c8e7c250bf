import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

const scratch = mkdtempSync(join(tmpdir(), "log-output-"));
const entry = fileURLToPath(new URL("log-output.entry.ts", import.meta.url));

beforeAll(async () => {
  const bundle = await rolldown({ input: entry, platform: "node" });
  await bundle.write({ dir: scratch, entryFileNames: "log.mjs" });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function linesOf(end: string): Promise<number[]> {
  const child = spawn(process.execPath, [join(scratch, "log.mjs"), end], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  await new Promise((resolve) => child.once("close", resolve));
  return out
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { n: number }).n);
}

test.each(["exit", "throw", "reject", "later", "by itself"])(
  "every line is written, once and in order, when the process ends: %s",
  async (end) => {
    expect(await linesOf(end)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => n),
    );
  },
  20_000,
);
