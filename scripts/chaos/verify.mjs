// What was answered, what the handlers wrote down and what the inbox has, held against each other.
import { everyDelivery } from "../support/app-inbox.mjs";

/**
 * @param {object} run
 * @param {import("./sender.mjs").Answers} run.answers
 * @param {import("./record.mjs").Record} run.record
 * @param {object} run.inbox
 * @returns {Promise<Record<string, number[]>>} numbers of deliveries by what is wrong with them: all empty when all promises were kept
 */
export async function findFaults({ answers, record, inbox }) {
  const { accepted, duplicates } = answers;
  const numbers = [...accepted.keys()];
  const isAnswered = (number) => accepted[number] + duplicates[number] > 0;
  const faults = {
    "answered with 2xx, and lost": numbers.filter(
      (number) => isAnswered(number) && !record.done.has(number),
    ),
    "answered 202 more than once": numbers.filter(
      (number) => accepted[number] > 1,
    ),
    "step recorded twice": record.recordedTwice,
    "recorded step repeated": record.repeated,
    "in the inbox twice": /** @type {number[]} */ ([]),
    "left open": /** @type {number[]} */ ([]),
    dead: /** @type {number[]} */ ([]),
    "inbox remembers another result": /** @type {number[]} */ ([]),
    "answered, and not in the inbox": /** @type {number[]} */ ([]),
  };
  const kept = new Set();
  for await (const { number, state } of everyDelivery(inbox)) {
    if (kept.has(number)) faults["in the inbox twice"].push(number);
    kept.add(number);
    if (state === "dead") faults.dead.push(number);
    else if (state !== "done") faults["left open"].push(number);
  }
  faults["answered, and not in the inbox"] = numbers.filter(
    (number) => isAnswered(number) && !kept.has(number),
  );
  for (const [number, { key, result }] of record.steps) {
    const text = await inbox.recall(key, "effect");
    if (text === undefined || JSON.parse(text).result !== result) {
      faults["inbox remembers another result"].push(number);
    }
  }
  return faults;
}
