// An editor's questions to TypeScript's language server, one after the other.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const ROUNDS = 15;

/**
 * Opens a handler, then changes it and asks, again and again. The file's last line is a comment with one digit; it calls
 * `onWebhook("…", async (event) => …)` and reads `event.data`.
 *
 * @returns {Promise<{ open: number, hover: number[], members: number[], names: number[] }>} milliseconds: until the first answer, then by
 *   round until the type of `event` is shown, what may follow `event.`, and what may stand between the quotes
 */
export async function latencies(tsserver, file) {
  const text = readFileSync(file, "utf8");
  const server = connect(tsserver);
  const place = (before) => placeOf(text, text.indexOf(before) + before.length);
  const digit = placeOf(text, text.length - 2);
  const ask = async (command, at) => {
    const started = performance.now();
    const { success, body } = await server.ask(command, { file, ...at });
    if (!success || !body) throw new Error(`${command}: no answer`);
    return performance.now() - started;
  };
  const change = (round) =>
    server.tell("change", {
      file,
      ...digit,
      endLine: digit.line,
      endOffset: digit.offset + 1,
      insertString: String(round % 10),
    });
  try {
    server.tell("open", { file, fileContent: text });
    const questions = {
      hover: ["quickinfo", place("async (")],
      members: ["completionInfo", place("= event.")],
      names: ["completionInfo", place('onWebhook("')],
    };
    const open = await ask(...questions.hover);
    const answers = { open, hover: [], members: [], names: [] };
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, question] of Object.entries(questions)) {
        change(round + 1);
        const ms = await ask(...question);
        if (round >= 0) answers[name].push(ms);
      }
    }
    return answers;
  } finally {
    server.close();
  }
}

/** 1-based line and offset. */
function placeOf(text, at) {
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length, offset: lines.at(-1).length + 1 };
}

function connect(tsserver) {
  const child = spawn(
    process.execPath,
    [tsserver, "--disableAutomaticTypingAcquisition"],
    { stdio: ["pipe", "pipe", "ignore"] },
  );
  const waiting = new Map();
  let sequence = 0;
  let pending = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    const lines = (pending + chunk).split("\n");
    pending = lines.pop();
    for (const line of lines.filter((each) => each.startsWith("{"))) {
      const message = JSON.parse(line);
      waiting.get(message.request_seq)?.resolve(message);
      waiting.delete(message.request_seq);
    }
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values())
      reject(new Error("tsserver ended"));
  });
  const tell = (command, args) => {
    sequence += 1;
    const request = {
      seq: sequence,
      type: "request",
      command,
      arguments: args,
    };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return sequence;
  };
  return {
    tell,
    ask: (command, args) =>
      new Promise((resolve, reject) => {
        waiting.set(tell(command, args), { resolve, reject });
      }),
    close: () => child.kill(),
  };
}
