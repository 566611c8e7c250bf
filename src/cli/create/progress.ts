import type { CliContext } from "../context.js";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * Shows that something goes on: a moving line in a terminal, a plain one elsewhere.
 * It leaves the keyboard alone, so that Ctrl-C goes to the process, and to the child, as always.
 */
export function startProgress(
  { stderr, env, now }: CliContext,
  text: string,
): { stop(done: boolean): void } {
  const moving = stderr.isTTY === true && env["TERM"] !== "dumb";
  if (!moving) {
    stderr.write(`${text} …\n`);
    return { stop: () => undefined };
  }
  const started = now();
  let frame = 0;
  const seconds = (): number => Math.round((now() - started) / 1000);
  const timer = setInterval(() => {
    frame = (frame + 1) % frames.length;
    stderr.write(`\r\u001b[K${frames[frame]} ${text} … ${seconds()} s`);
  }, 100);
  return {
    stop(done) {
      clearInterval(timer);
      stderr.write(`\r\u001b[K${done ? "✔" : "✖"} ${text}, ${seconds()} s\n`);
    },
  };
}
