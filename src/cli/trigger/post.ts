import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { CliContext } from "../context.js";

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** From the first byte sent to the last received. */
  readonly ms: number;
}

/** The provider would have given up long before. */
const TIMEOUT_MS = 30_000;

/**
 * Posts a body and waits for the answer.
 *
 * @throws FrameioGenError FG516 when nobody answers
 */
export async function post(
  { signal }: Pick<CliContext, "signal">,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Answer> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: "POST",
      headers: { ...headers, "content-length": body.byteLength },
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    outgoing.once("error", (error) => reject(unreachable(url, error)));
    outgoing.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", (error) => reject(unreachable(url, error)));
      response.once("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString("utf8"),
          ms: Math.round(performance.now() - started),
        }),
      );
    });
    outgoing.end(body);
  });
}

function unreachable(url: URL, error: NodeJS.ErrnoException): FrameioGenError {
  const why =
    error.name === "TimeoutError" || error.name === "AbortError"
      ? "no answer in time"
      : (error.code ?? error.message);
  return new FrameioGenError(
    [
      {
        code: "FG516",
        severity: "error",
        message: `Nobody answers at ${url.origin} (${why})`,
      },
    ],
    { cause: error },
  );
}
