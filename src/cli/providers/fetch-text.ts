import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { CliContext } from "../context.js";
import { faultOf } from "./fetch-faults.js";
import type { SourceUrl } from "./source-url.js";
import { unreadable } from "./unreadable.js";

/** From the first byte sent to the last one read. */
const SECONDS = 30;
/** As large as a document may be, and a little for what makes it YAML. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_REDIRECTS = 10;

/**
 * The text at a URL. Plain http is for this machine alone: whoever can change a schema on its way decides which code is generated.
 *
 * @throws FrameioGenError FG214 when there is none
 */
export async function fetchText(
  { signal, env }: Pick<CliContext, "signal" | "env">,
  source: SourceUrl,
): Promise<string> {
  const { shown } = source;
  // `AbortSignal.any` may be forgotten by Node 20's garbage collector while a request waits: this one is held by its timer.
  const limit = new AbortController();
  const stop = () => limit.abort(signal.reason);
  const timer = setTimeout(
    () => limit.abort(new DOMException("too slow", "TimeoutError")),
    SECONDS * 1000,
  );
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    return await read(await answerOf(source, limit.signal), shown);
  } catch (error) {
    if (error instanceof FrameioGenError || signal.aborted) throw error;
    throw faultOf(error, { shown, env, seconds: SECONDS });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** Follows redirections itself: each is looked at before anybody is asked. */
async function answerOf(
  { url: start, shown, authorization }: SourceUrl,
  signal: AbortSignal,
): Promise<Response> {
  let url = start;
  if (!isSafe(url)) throw unreadable(`${shown} is not https`);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const own = url.origin === start.origin;
    const answer = await fetch(url, {
      redirect: "manual",
      signal,
      headers: {
        accept: "application/json, application/yaml, */*;q=0.5",
        // Another host has no business with it.
        ...(authorization !== undefined && own && { authorization }),
      },
    });
    const next = answer.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(answer.status) || next === null) {
      return answer;
    }
    await answer.body?.cancel();
    const target = URL.canParse(next, url.href)
      ? new URL(next, url)
      : undefined;
    if (target === undefined) throw unreadable(`${shown} leads nowhere`);
    const isDowngrade =
      url.protocol === "https:" && target.protocol !== "https:";
    if (isDowngrade || !isSafe(target)) {
      throw unreadable(
        `${shown} leads on to ${target.protocol}//${target.host}, which is not https`,
        "Name an address that stays https all the way, or download the document and name the file.",
      );
    }
    url = target;
  }
  throw unreadable(
    `${shown} leads on more than ${MOST_REDIRECTS} times`,
    "Name the address at which the document is in the end.",
  );
}

async function read(answer: Response, shown: string): Promise<string> {
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok) {
    await answer.body?.cancel();
    throw unreadable(`${shown} answers ${answer.status}`, hintFor(answer));
  }
  const bytes = await bounded(answer, shown);
  const text = decoded(bytes, /charset="?([^";\s]+)/i.exec(type)?.[1]);
  if (text === undefined) {
    throw unreadable(
      `What ${shown} answers is not text`,
      "Name the address of a JSON or YAML document that is not packed.",
    );
  }
  if (text.trim() === "") throw unreadable(`${shown} answers with nothing`);
  // YAML's merge keys begin with two of them.
  if (/^\s*<(?!<)/.test(text)) {
    throw unreadable(
      `${shown} answers with a web page`,
      "Name the address of the document itself, not that of a page that shows it or asks to sign in.",
    );
  }
  return text;
}

/** Reads no more than may be: what is packed counts as what comes out of it. */
async function bounded(
  { body, headers }: Response,
  shown: string,
): Promise<Uint8Array> {
  const tooLarge = () =>
    unreadable(
      `${shown} sends more than 32 MiB`,
      "Name a document that describes the webhooks alone.",
    );
  if (Number(headers.get("content-length")) > MOST_BYTES) {
    await body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the transfer.
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.byteLength;
    if (length > MOST_BYTES) throw tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Uint8Array, charset = "utf-8"): string | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function hintFor({ status }: Response): string {
  if (status === 401 || status === 403 || status === 407) {
    return "Give what it asks for by a variable, such as `'https://me:${ACME_PASSWORD}@acme.example/openapi.json'`, or download the document and name the file.";
  }
  return status === 429 || status >= 500
    ? "Try again later, or name a file that has the document."
    : "Look whether the address is right: a browser shows the document there.";
}

/** https anywhere, http on this machine. */
function isSafe(url: URL): boolean {
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && local);
}
