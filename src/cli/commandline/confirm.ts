import { Cancelled, type CliContext } from "../context.js";

/**
 * Asks in the terminal whether to go on; no is what Enter says.
 *
 * @throws Cancelled where the answer is no, or none
 */
export async function confirm(
  context: CliContext,
  message: string,
): Promise<void> {
  // Only who is asked waits for the prompts to load.
  const { ask } = await import("../../yeoman/ask.js");
  const answer = await ask(
    { type: "confirm", name: "sure", message, default: false },
    {},
    { input: context.stdin, output: context.stderr, signal: context.signal },
  );
  if (answer !== true) throw new Cancelled();
}
