// An editor's questions to a language server, one after the other.
import { readFileSync } from "node:fs";

const ROUNDS = 15;

/**
 * Opens a handler, then changes it and asks, again and again. The file's last line is a comment with one digit; it calls
 * `onWebhook("…", async (event) => …)` and reads `event.data`.
 *
 * @param {import("../support/language-servers.mjs").LanguageServer} server is closed at the end
 * @returns {Promise<{ hover: number[], members: number[], names: number[] }>} milliseconds, by round: until the type of `event` is shown,
 *   what may follow `event.`, and what may stand between the quotes
 */
export async function latencies(server, file) {
  const text = readFileSync(file, "utf8");
  const behind = (before) => text.indexOf(before) + before.length;
  const questions = {
    hover: () => server.hover(file, text, behind("async (")),
    members: () => server.completions(file, text, behind("= event.")),
    names: () => server.completions(file, text, behind('onWebhook("')),
  };
  try {
    await server.open(file, text);
    const answers = { hover: [], members: [], names: [] };
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, ask] of Object.entries(questions)) {
        const digit = String((round + 1) % 10);
        server.change(file, text, text.length - 2, text.length - 1, digit);
        const started = performance.now();
        const { length } = await ask();
        const ms = performance.now() - started;
        if (length === 0) throw new Error(`${name}: no answer`);
        if (round >= 0) answers[name].push(ms);
      }
    }
    return answers;
  } finally {
    server.close();
  }
}
