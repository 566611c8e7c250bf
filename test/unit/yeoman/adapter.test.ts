import { PassThrough, Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";

import { Cancelled, type CliContext } from "../../../src/cli/context.js";
import { createAdapter } from "../../../src/yeoman/adapter.js";
import type { Question } from "../../../src/yeoman/question.js";

class Screen extends Writable {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 24;
  text = "";
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += stripVTControlCharacters(String(chunk));
    done();
  }
}

function setUp(interactive = true) {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
  });
  const screen = new Screen();
  const interrupt = new AbortController();
  const context: CliContext = {
    cwd: "/",
    env: {},
    stdin,
    stdout: screen,
    stderr: new Screen(),
    interactive,
    signal: interrupt.signal,
    now: () => 0,
    nodeVersion: "20.19.0",
  };
  const adapter = createAdapter(context);
  const ask = (...questions: Question[]) =>
    adapter.prompt(questions as never, {} as never) as Promise<unknown>;
  return { stdin, screen, interrupt, adapter, ask };
}

/** Types once the prompt is on the screen. */
async function type(
  { stdin, screen }: ReturnType<typeof setUp>,
  ...steps: (readonly [string, string])[]
): Promise<void> {
  for (const [message, keys] of steps) {
    while (!screen.text.includes(message)) {
      await new Promise((done) => setTimeout(done, 5));
    }
    for (const key of keys.match(/\u001b\[.|[^]/g) ?? []) {
      stdin.write(key);
      await new Promise((done) => setTimeout(done, 5));
    }
  }
}

const name: Question = {
  type: "input",
  name: "name",
  message: "Name?",
  default: "app",
};
const kind: Question = {
  type: "select",
  name: "kind",
  message: "Kind?",
  choices: [
    { value: "a", name: "A" },
    { value: "b", name: "B" },
  ],
};

describe("the adapter", () => {
  it("asks every kind of question", async () => {
    const terminal = setUp();
    const answers = terminal.ask(
      name,
      kind,
      {
        type: "checkbox",
        name: "events",
        message: "Events?",
        choices: [
          { value: "x", name: "x" },
          { value: "y", name: "y", description: "why" },
        ],
      },
      { type: "confirm", name: "git", message: "Git?", default: true },
    );
    await type(
      terminal,
      ["Name?", "bot\r"],
      ["Kind?", "\u001b[B\r"],
      ["Events?", "why\t\r"],
      ["Git?", "n"],
    );
    expect(await answers).toEqual({
      name: "bot",
      kind: "b",
      events: ["y"],
      git: false,
    });
  });

  it("takes the default for an empty line, and leaves out what does not apply", async () => {
    const terminal = setUp();
    const answers = terminal.ask(name, {
      ...kind,
      when: (given) => given["name"] !== "app",
    });
    await type(terminal, ["Name?", "\r"]);
    expect(await answers).toEqual({ name: "app" });
  });

  it("does not ask what is known", async () => {
    const { adapter } = setUp(false);
    const known = { name: "given", kind: "a" };
    expect(await adapter.prompt([name, kind] as never, known as never)).toEqual(
      known,
    );
  });

  it("names the flag where nobody can be asked", async () => {
    await expect(setUp(false).ask(name)).rejects.toMatchObject({
      diagnostics: [{ code: "FG505", hint: expect.stringContaining("--name") }],
    });
  });

  it("takes Ctrl-C for a cancellation", async () => {
    const terminal = setUp();
    const answers = terminal.ask(name);
    answers.catch(() => undefined);
    await type(terminal, ["Name?", "\u0003"]);
    await expect(answers).rejects.toBeInstanceOf(Cancelled);
  });

  it("takes an interruption of the process for a cancellation", async () => {
    const terminal = setUp();
    const answers = terminal.ask(name);
    answers.catch(() => undefined);
    await type(terminal, ["Name?", ""]);
    terminal.interrupt.abort();
    await expect(answers).rejects.toBeInstanceOf(Cancelled);
  });

  it("never takes the end of the input for an answer", async () => {
    const terminal = setUp();
    const answers = terminal.ask(name);
    answers.catch(() => undefined);
    await type(terminal, ["Name?", "bo"]);
    terminal.stdin.end();
    await expect(answers).rejects.toMatchObject({
      diagnostics: [{ code: "FG506" }],
    });
  });

  it("asks nothing of an input that has ended already", async () => {
    const terminal = setUp();
    terminal.stdin.destroy();
    await expect(terminal.ask(name)).rejects.toMatchObject({
      diagnostics: [{ code: "FG506" }],
    });
  });
});
