// What the handlers wrote down, and whether it is what was promised.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/**
 * @typedef {object} Record
 * @property {Map<number, { result: string, key: string }>} steps by number: what `ctx.once` returned, and what it belongs to
 * @property {Set<number>} done numbers whose handler came to its end
 * @property {number} runs handlers that began
 * @property {number} severalRuns deliveries whose handler began more than once
 * @property {number} severalEnds deliveries whose handler came to its end more than once: it was killed before that was recorded
 * @property {number[]} recordedTwice numbers whose step came back with two results
 * @property {number[]} repeated numbers whose step ran in a handler that began after its result was recorded
 * @property {number} effectsAgain steps that ran once more because nobody had recorded them yet
 */

/**
 * @param {string} file
 * @returns {Promise<Record>}
 */
export async function readRecord(file) {
  const steps = new Map();
  const done = new Set();
  const begun = new Map();
  const ends = new Map();
  const effects = new Map();
  const recordedTwice = new Set();
  const repeated = new Set();
  /** Runs that began when their step had a result already. */
  const late = new Set();
  let runs = 0;
  const lines = createInterface({ input: createReadStream(file) });
  for await (const line of lines) {
    const [what, text, run, result, key] = line.split(" ");
    const number = Number(text);
    if (what === "start") {
      runs += 1;
      begun.set(number, (begun.get(number) ?? 0) + 1);
      if (steps.has(number)) late.add(run);
    } else if (what === "effect") {
      effects.set(number, (effects.get(number) ?? 0) + 1);
      if (late.has(run)) repeated.add(number);
    } else if (what === "recorded") {
      const known = steps.get(number);
      if (known && known.result !== result) recordedTwice.add(number);
      steps.set(number, { result, key });
    } else if (what === "done") {
      done.add(number);
      ends.set(number, (ends.get(number) ?? 0) + 1);
    } else {
      throw new Error(`no line of a handler: ${line}`);
    }
  }
  return {
    steps,
    done,
    runs,
    severalRuns: several(begun),
    severalEnds: several(ends),
    recordedTwice: [...recordedTwice],
    repeated: [...repeated],
    effectsAgain: [...effects.values()].reduce((sum, n) => sum + n - 1, 0),
  };
}

/** @param {Map<number, number>} counts */
function several(counts) {
  return [...counts.values()].filter((count) => count > 1).length;
}
