import type { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { CliContext } from "../context.js";
import { unreadable } from "./unreadable.js";

interface Asked {
  readonly shown: string;
  readonly env: CliContext["env"];
  readonly seconds: number;
}

/** What kept a document from being read, and what to do: the error that `fetch` threw, in words. */
export function faultOf(
  error: unknown,
  { shown, env, seconds }: Asked,
): FrameioGenError {
  if (error instanceof Error && error.name === "TimeoutError") {
    return unreadable(
      `${shown} was not read within ${seconds} seconds`,
      proxyHint(env) ??
        "Try again later, or download the document and name the file.",
    );
  }
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = typeof code === "string" ? code : message;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(reason)) {
    return unreadable(
      `The certificate of ${shown} is not trusted (${reason})`,
      "Name the file of your own authority in NODE_EXTRA_CA_CERTS, or download the document and name the file.",
    );
  }
  // The answer had begun.
  if (/^(?:UND_ERR_SOCKET|Z_|ERR_CONTENT|UND_ERR_.*LENGTH)/.test(reason)) {
    return unreadable(
      `What ${shown} sends breaks off (${reason})`,
      "Try again, or download the document and name the file.",
    );
  }
  return unreadable(
    `${shown} cannot be reached (${reason})`,
    proxyHint(env) ??
      "Look at host and port, and whether this machine is online; or name a file that has the document.",
  );
}

/** Node uses a proxy only when it is told to. */
function proxyHint(env: CliContext["env"]): string | undefined {
  const name = ["HTTPS_PROXY", "https_proxy"].find((each) => env[each]);
  if (name === undefined || env["NODE_USE_ENV_PROXY"]) return undefined;
  return `${name} is set, but Node follows it only with NODE_USE_ENV_PROXY=1, from 22.21 and 24 on. Or download the document and name the file.`;
}
