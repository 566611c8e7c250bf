import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

import { bins, cleanEnv } from "./run.js";

export interface TerminalResult {
  readonly code: number | null;
  /** What was on the screen, one thing after the other, without control sequences. */
  readonly screen: string;
}

/** Waits for a text on the screen, then types. */
export type Step = readonly [waitFor: string, keys: string];

export const keys = {
  enter: "\r",
  tab: "\t",
  escape: "\u001b",
  ctrlC: "\u0003",
  down: "\u001b[B",
} as const;

/** Runs a built bin in a real pseudo-terminal of 100 × 40. `script` makes it: every Debian has it (bsdutils). */
export async function runInTerminal(
  bin: keyof typeof bins,
  args: readonly string[],
  {
    cwd,
    steps,
    endInput = false,
  }: {
    readonly cwd: string;
    readonly steps: readonly Step[];
    /** The terminal goes away where the last step would type. */
    readonly endInput?: boolean;
  },
): Promise<TerminalResult> {
  const words = [process.execPath, bins[bin], ...args].map(
    (word) => `'${word.replaceAll("'", `'\\''`)}'`,
  );
  return new Promise((resolve, reject) => {
    const child = spawn(
      "script",
      ["-qec", `stty cols 100 rows 40; ${words.join(" ")}`, "/dev/null"],
      { cwd, env: { ...cleanEnv(), TERM: "xterm", SHELL: "/bin/sh" } },
    );
    let screen = "";
    let from = 0;
    const waiting = [...steps];
    const advance = (): void => {
      const [step] = waiting;
      if (step === undefined) return;
      const [text, typed] = step;
      const found = screen.indexOf(text, from);
      if (found === -1) return;
      from = found + text.length;
      waiting.shift();
      // The prompt draws itself before it listens.
      setTimeout(() => {
        if (endInput && waiting.length === 0) child.stdin.end();
        else child.stdin.write(typed);
        advance();
      }, 100);
    };
    child.stdout.on("data", (chunk: Buffer) => {
      screen = stripVTControlCharacters(screen + String(chunk));
      advance();
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, screen }));
  });
}
