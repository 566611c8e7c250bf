// What editors ask TypeScript: its language server up to 6, and the one of 7, which speaks the Language Server Protocol.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} LanguageServer
 * @property {(file: string, text: string) => Promise<void>} open
 * @property {(file: string, text: string, from: number, to: number, insert: string) => void} change `text` is what it was before
 * @property {(file: string, text: string, at: number) => Promise<string>} hover what is shown: code, then its description
 * @property {(file: string, text: string, at: number) => Promise<string[]>} completions what may stand there
 * @property {() => void} close
 */

/**
 * The server of TypeScript 5.9: one JSON message a line there, headers and JSON back.
 *
 * @param {string} program path of `tsserver.js`
 * @returns {LanguageServer}
 */
export function tsserver(program) {
  const child = spawn(
    process.execPath,
    [program, "--disableAutomaticTypingAcquisition"],
    { stdio: ["pipe", "pipe", "ignore"] },
  );
  const waiting = pendingOf(child);
  let sequence = 0;
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter((each) => each.startsWith("{"))) {
      const { request_seq: id, success, message, body } = JSON.parse(line);
      if (id !== undefined) waiting.settle(id, body, success ? null : message);
    }
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
  const ask = (command, args) => waiting.answer(tell(command, args));
  return {
    open: async (file, text) => {
      tell("open", { file, fileContent: text });
      await ask("quickinfo", { file, line: 1, offset: 1 }).catch(() => {});
    },
    change: (file, text, from, to, insertString) => {
      const end = oneBased(text, to);
      tell("change", {
        file,
        ...oneBased(text, from),
        endLine: end.line,
        endOffset: end.offset,
        insertString,
      });
    },
    hover: async (file, text, at) => {
      const { displayString, documentation } = await ask("quickinfo", {
        file,
        ...oneBased(text, at),
      });
      return [displayString, documentation].filter(Boolean).join("\n");
    },
    completions: async (file, text, at) => {
      const { entries } = await ask("completionInfo", {
        file,
        ...oneBased(text, at),
      });
      return entries.map(({ name }) => name);
    },
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}

/**
 * The server of TypeScript 7.
 *
 * @param {string} program path of `tsc`
 * @param {string} folder of the project
 * @returns {LanguageServer}
 */
export function nativeServer(program, folder) {
  const child = spawn(process.execPath, [program, "--lsp", "--stdio"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting = pendingOf(child);
  let sequence = 0;
  let rest = Buffer.alloc(0);
  child.stdout.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      const header = rest.subarray(0, end).toString();
      const length = Number(/content-length: *(\d+)/i.exec(header)?.[1]);
      if (rest.length < end + 4 + length) return;
      const body = rest.subarray(end + 4, end + 4 + length).toString();
      rest = rest.subarray(end + 4 + length);
      receive(JSON.parse(body));
    }
  });
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    const length = Buffer.byteLength(body);
    child.stdin.write(`Content-Length: ${length}\r\n\r\n${body}`);
  };
  const receive = ({ id, method, params, result, error }) => {
    if (method === undefined)
      waiting.settle(id, result, error ? error.message : null);
    // It asks for settings, and for leave to watch files: none, and granted.
    else if (id !== undefined)
      send({ id, result: params?.items?.map(() => null) ?? null });
  };
  const ask = (method, params) => {
    sequence += 1;
    send({ id: sequence, method, params });
    return waiting.answer(sequence);
  };
  const rootUri = uriOf(folder);
  const ready = ask("initialize", {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "app" }],
    capabilities: {},
  }).then(() => send({ method: "initialized", params: {} }));
  let version = 1;
  const at = (file, text, offset) => ({
    textDocument: { uri: uriOf(file) },
    position: zeroBased(text, offset),
  });
  return {
    open: async (file, text) => {
      await ready;
      const uri = uriOf(file);
      const textDocument = { uri, languageId: "typescript", version, text };
      send({ method: "textDocument/didOpen", params: { textDocument } });
      await ask("textDocument/hover", at(file, text, 0));
    },
    change: (file, text, from, to, insert) => {
      version += 1;
      const range = { start: zeroBased(text, from), end: zeroBased(text, to) };
      const textDocument = { uri: uriOf(file), version };
      send({
        method: "textDocument/didChange",
        params: { textDocument, contentChanges: [{ range, text: insert }] },
      });
    },
    hover: async (file, text, offset) => {
      const found = await ask("textDocument/hover", at(file, text, offset));
      const { contents } = found ?? { contents: "" };
      return typeof contents === "string" ? contents : contents.value;
    },
    completions: async (file, text, offset) => {
      const found = await ask(
        "textDocument/completion",
        at(file, text, offset),
      );
      return (found?.items ?? found ?? []).map(({ label }) => label);
    },
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}

/** Answers that are awaited, by number. All fail when the server ends. */
function pendingOf(child) {
  const waiting = new Map();
  child.on("exit", () => {
    for (const { reject } of waiting.values())
      reject(new Error("the language server ended"));
  });
  return {
    answer: (id) =>
      new Promise((resolve, reject) => waiting.set(id, { resolve, reject })),
    settle: (id, result, failure) => {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (failure === null) resolve?.(result);
      else reject?.(new Error(failure));
    },
  };
}

function uriOf(path) {
  return pathToFileURL(path).href;
}

function oneBased(text, at) {
  const { line, character } = zeroBased(text, at);
  return { line: line + 1, offset: character + 1 };
}

function zeroBased(text, at) {
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
