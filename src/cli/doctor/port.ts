import { get } from "node:http";

import type { CliContext } from "../context.js";

export type Listener = "nobody" | "the app" | "another program";

const TIMEOUT_MS = 1000;

/**
 * Who answers at an address.
 *
 * @param address such as `http://127.0.0.1:3000`
 */
export async function whoListens(
  { signal }: Pick<CliContext, "signal">,
  address: string,
): Promise<Listener> {
  if (!URL.canParse(address)) return "nobody";
  return new Promise((resolve) => {
    const request = get(
      `${address}/healthz`,
      {
        agent: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200 ? "the app" : "another program");
      },
    );
    request.once("error", ({ code }: NodeJS.ErrnoException) =>
      // Whoever takes the connection and does not speak HTTP uses the port all the same.
      resolve(code === "ECONNREFUSED" ? "nobody" : "another program"),
    );
  });
}
