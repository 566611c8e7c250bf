// A provider: signs deliveries, sends some of them twice and out of order, and sends again what was not answered with 2xx.
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { PATH, payload, signedHeaders } from "../journey/delivery.mjs";

/** How far a delivery may come out of its place. */
const disorder = 400;
const answerMs = 15_000;
/** Signatures are good for five minutes: who has not been answered by then, is not going to be. */
const giveUpMs = 240_000;

/**
 * Numbers of deliveries in the order in which they are sent: each once, one in five once more, all of them shuffled within a window.
 *
 * @param {number} count
 * @param {() => number} random
 */
export function planSends(count, random) {
  const places = [];
  for (let number = 0; number < count; number++) {
    const place = number + random() * disorder;
    places.push({ number, place });
    if (random() >= 0.2) continue;
    // Half of them right behind, the others anywhere in the window, before the first one, too.
    const again = random() < 0.5 ? place + 1 : number + random() * disorder;
    places.push({ number, place: again });
  }
  return places.sort((a, b) => a.place - b.place).map(({ number }) => number);
}

/**
 * @typedef {object} Answers
 * @property {Uint8Array} accepted by number: how often it was answered 202
 * @property {Uint8Array} duplicates by number: how often 200
 * @property {Record<string, number>} outcomes how often each answer came, and each way of not getting one
 * @property {number} requests
 * @property {number[]} givenUp numbers that were never answered with 2xx
 */

/**
 * Sends a plan, to whichever address comes up, not faster than asked for.
 *
 * @param {readonly number[]} plan
 * @param {{ urls: readonly string[], secret: string, perSecond: number, atOnce: number, random: () => number, count: number, progress?: (sent: number) => void }} options
 * @returns {Promise<Answers>}
 */
export async function send(
  plan,
  { urls, secret, perSecond, atOnce, random, count, progress = () => {} },
) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const answers = {
    accepted: new Uint8Array(count),
    duplicates: new Uint8Array(count),
    outcomes: /** @type {Record<string, number>} */ ({}),
    requests: 0,
    givenUp: /** @type {number[]} */ ([]),
  };
  const signed = new Map();
  let next = 0;
  const started = performance.now();

  async function deliver(number) {
    // The copies have the same bytes and headers: signed once, when the first of them is sent.
    const known = signed.get(number);
    const { body, headers } = known ?? sign(number, secret);
    if (known) signed.delete(number);
    else signed.set(number, { body, headers });
    const deadline = performance.now() + giveUpMs;
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      const url = urls[Math.floor(random() * urls.length)];
      const outcome = await post(new URL(PATH, url), { agent, body, headers });
      answers.requests += 1;
      answers.outcomes[outcome] = (answers.outcomes[outcome] ?? 0) + 1;
      if (outcome === 202) return (answers.accepted[number] += 1);
      if (outcome === 200) return (answers.duplicates[number] += 1);
      if (performance.now() > deadline) return answers.givenUp.push(number);
      await pause(wait * (0.5 + random()));
    }
  }

  async function drive() {
    while (next < plan.length) {
      const turn = next++;
      const early = (turn / perSecond) * 1000 - (performance.now() - started);
      if (early > 0) await pause(early);
      await deliver(plan[turn]);
      progress(turn + 1);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, drive));
  agent.destroy();
  return answers;
}

function sign(number, secret) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const body = payload("file.ready", id);
  return { body, headers: signedHeaders(body, secret) };
}

/** @returns {Promise<number | string>} the status, or why there is none */
function post(url, { agent, body, headers }) {
  return new Promise((resolve) => {
    const sent = request(
      url,
      { method: "POST", agent, headers, timeout: answerMs },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", () => resolve("broken"));
        response.once("aborted", () => resolve("broken"));
      },
    );
    sent.once("timeout", () => {
      resolve("late");
      sent.destroy();
    });
    sent.once("error", (error) =>
      resolve("code" in error ? String(error.code) : "broken"),
    );
    sent.end(body);
  });
}
