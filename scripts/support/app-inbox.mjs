// The inbox of the app, looked at from outside with the app's own compiled code.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const pageSize = 1_000;

/**
 * @param {string} app folder of a compiled app
 * @param {NodeJS.ProcessEnv} env
 */
export async function openInboxOf(app, env) {
  const file = join(app, "dist/frameio/inbox.gen.js");
  const { openInbox } = await import(pathToFileURL(file).href);
  const problems = [];
  const log = { ...silent, child: () => silent };
  const inbox = openInbox({ env, log, now: Date.now, problems });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return inbox;
}

/**
 * Every delivery that the inbox has.
 *
 * @returns {AsyncGenerator<{ number: number, state: string }>}
 */
export async function* everyDelivery(inbox) {
  let after;
  for (;;) {
    const page = await inbox.list({}, pageSize, after);
    for (const { resource, state } of page) {
      yield { number: Number(resource?.slice(-12)), state };
    }
    if (page.length < pageSize) return;
    after = page.at(-1).id;
  }
}
