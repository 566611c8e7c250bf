// The app that is maltreated: its handler writes down what it does.
import { compiledApp } from "../support/compiled-app.mjs";

/**
 * Makes an app whose handler notes each of its steps in the file that `CHAOS_RECORD` names, one line each:
 *
 *     start <number> <run> <attempt>      the handler began
 *     effect <number> <run> <result>      the step of `ctx.once` did what must not be done twice
 *     recorded <number> <run> <result> <key of the event>    `ctx.once` came back
 *     done <number> <run>                 the handler ended
 *
 * All processes append to one file, each line in one call: its order is the order of what happened.
 *
 * @param {string} root of the repository, built
 * @param {string} folder that gets the app; made anew
 * @param {"sqlite" | "redis" | "postgres"} engine
 * @param {Record<string, string>} [files] other texts of the app's own files, by path
 */
export function makeApp(root, folder, engine, files = {}) {
  return compiledApp(root, folder, engine, {
    "src/webhooks/file-ready.ts": handler,
    "src/worker.ts": worker,
    ...files,
  });
}

/** Pauses, so that kills come in between; and every 37th delivery fails once after its step. */
const handler = `import { randomUUID } from "node:crypto";
import { openSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { onWebhook } from "../frameio/index.gen.js";

const record = openSync(process.env["CHAOS_RECORD"] ?? "", "a");
const note = (...words: (string | number)[]) => {
  writeSync(record, \`\${words.join(" ")}\\n\`);
};
const aMoment = () => pause(Math.random() * 8);

export default onWebhook("file.ready", async (event, ctx) => {
  const number = Number(event.resource.id.slice(-12));
  const run = randomUUID().slice(0, 13);
  note("start", number, run, ctx.attempt);
  const result = await ctx.once("effect", async () => {
    await aMoment();
    const own = randomUUID().slice(0, 13);
    note("effect", number, run, own);
    await aMoment();
    return own;
  });
  note("recorded", number, run, result, ctx.delivery.key);
  if (ctx.attempt === 1 && number % 37 === 0) throw new Error("bad luck");
  await aMoment();
  note("done", number, run);
});
`;

const worker = `import { openInbox } from "./frameio/inbox.gen.js";
import { runWorker } from "./frameio/kernel/process/run-worker.gen.js";
import { routes } from "./frameio/routes.gen.js";

const leaseMs = Number(process.env["CHAOS_LEASE_MS"] ?? 60_000);
await runWorker({ routes, openInbox, leaseMs });
`;
