import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { CliContext } from "../context.js";

const TIMEOUT_MS = 30_000;
/** As large as a document may be, and a little for what makes it YAML. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The text at a URL. Plain http is for this machine alone: whoever can change a schema on its way decides which code is generated.
 *
 * @throws FrameioGenError FG214 when there is none
 */
export async function fetchText(
  { signal }: Pick<CliContext, "signal">,
  url: URL,
): Promise<string> {
  refusePlain(url);
  try {
    const answer = await fetch(url, {
      redirect: "follow",
      headers: { accept: "application/json, application/yaml, */*;q=0.5" },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    refusePlain(new URL(answer.url));
    if (!answer.ok) throw failure(url, `answers ${answer.status}`);
    return new TextDecoder().decode(await bounded(url, answer));
  } catch (error) {
    if (error instanceof FrameioGenError || signal.aborted) throw error;
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw failure(url, `cannot be reached (${code ?? message})`);
  }
}

async function bounded(url: URL, { body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.byteLength;
    if (length > MOST_BYTES) throw failure(url, "sends more than 32 MiB");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function refusePlain(url: URL): void {
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && local)) return;
  throw failure(url, "is not https");
}

function failure({ origin, pathname }: URL, what: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG214",
      severity: "error",
      message: `${origin}${pathname} ${what}`,
    },
  ]);
}
