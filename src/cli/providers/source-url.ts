import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { unreadable } from "./unreadable.js";

/** A URL as somebody named it: what is asked, and what may be written down of it. */
export interface SourceUrl {
  /** Without user and password. */
  readonly url: URL;
  /** Value of the header, where a user or a password was named. */
  readonly authorization: string | undefined;
  /** As the lockfile has it: each secret as `${VARIABLE}`. */
  readonly remembered: string;
  /** Where it is, for messages: without query and secrets. */
  readonly shown: string;
  /** Variables that took the place of secrets that were typed in. */
  readonly hidden: readonly string[];
}

const variable = /\$\{([A-Z_][A-Z0-9_]*)\}/g;

/** What stands for a variable while the URL is taken apart: no part of a URL changes it. */
const mark = /fgvar(\d+)x/g;

/** Words of a parameter's name that say that its value is secret. */
const secretWord =
  /^(?:apikey|auth|authorization|code|credentials?|hmac|jwt|key|pass|passwd|password|pat|pwd|secret|session|sig|signature|token)$/;

/**
 * Reads a URL that may name environment variables, such as `https://acme.example/openapi.json?token=${ACME_TOKEN}`. What they hold is
 * sent and never written down. Neither is a secret that was typed in: a variable is named in its place.
 *
 * @param provider its name in the manifest, with which the names of such variables begin
 * @param allowed where nobody typed the URL in: variables that may be sent, each as `NAME@host`
 * @throws FrameioGenError FG214 where this is no URL, or a variable is not set; FG507 where one may not be sent
 */
export function readSourceUrl(
  named: string,
  provider: string,
  env: Readonly<Record<string, string | undefined>>,
  allowed?: readonly string[],
): SourceUrl {
  const names: string[] = [];
  const text = named.replaceAll(variable, (_, name: string) =>
    markFor(name, names),
  );
  const marked = URL.canParse(text) ? new URL(text) : undefined;
  if (marked === undefined) {
    const harmless = named.replaceAll(/\/\/[^/]*@|\?.*$/gs, "…");
    throw unreadable(`${quote(harmless)} is not a URL`);
  }
  marked.hash = "";
  if (allowed !== undefined) assertAllowed(marked, names, provider, allowed);
  const missing = [...new Set(names)].filter((name) => !env[name]);
  if (missing.length > 0) {
    const set = missing.map((name) => `${name}=…`).join(" ");
    throw unreadable(
      `The URL needs ${missing.join(" and ")}, which the environment does not have`,
      `Set it for this command: \`${set} npx frameio-gen …\`.`,
    );
  }
  const url = new URL(
    replaceMarks(marked.href, names, (name) =>
      encodeURIComponent(env[name] ?? ""),
    ),
  );
  const user = [url.username, url.password].map(decoded).join(":");
  url.username = "";
  url.password = "";

  const hidden = hideSecrets(marked, provider, names);
  const remembered = replaceMarks(marked.href, names, (name) => `\${${name}}`);
  return {
    url,
    authorization:
      user === ":"
        ? undefined
        : `Basic ${Buffer.from(user).toString("base64")}`,
    remembered,
    shown: remembered.replace(/\?.*$/s, "").replace(/\/\/[^/]*@/, "//"),
    hidden,
  };
}

/**
 * A lockfile may come from anybody, and its URLs could name whatever the environment has. What is sent, and where to, somebody must have
 * said.
 */
function assertAllowed(
  { host }: URL,
  names: readonly string[],
  provider: string,
  allowed: readonly string[],
): void {
  if (hasMark(host))
    throw unreadable(
      `The URL of ${quote(provider)} in the lockfile has a variable in its host`,
      "Give the description with `--schema`.",
    );
  const asked = [...new Set(names)].map((name) => `${name}@${host}`);
  const missing = asked.filter((each) => !allowed.includes(each));
  if (missing.length === 0) return;
  throw new FrameioGenError([
    {
      code: "FG507",
      severity: "error",
      message: `The lockfile wants ${missing.map((each) => each.replace("@", " sent to ")).join(" and ")}, to read the description of ${quote(provider)}`,
      hint: `If that is right, add ${missing.map((each) => `\`--allow-env ${each}\``).join(" and ")}.`,
    },
  ]);
}

/** Puts a mark for a new variable in the place of each secret of a URL; the variables' names. */
function hideSecrets(url: URL, provider: string, names: string[]): string[] {
  const known = names.length;
  const hide = (what: string): string => {
    const base = [provider, ...wordsOf(what)]
      .join("_")
      .replaceAll("-", "_")
      .toUpperCase();
    let name = base;
    for (let n = 2; names.includes(name); n++) name = `${base}_${n}`;
    return markFor(name, names);
  };
  const { username, password } = url;
  if (username !== "" && !hasMark(username)) url.username = hide("user");
  if (password !== "" && !hasMark(password)) url.password = hide("password");
  url.search = url.search.replaceAll(
    /([^?&=]+)=([^&]+)/g,
    (part, name: string, value: string) =>
      !hasMark(value) && isSecret(decoded(name), decoded(value))
        ? `${name}=${hide(decoded(name))}`
        : part,
  );
  return names.slice(known);
}

/** A name that says so, or a value that nobody could remember. */
function isSecret(name: string, value: string): boolean {
  return (
    wordsOf(name).some((word) => secretWord.test(word)) ||
    (/^[\w+/=.~-]{20,}$/.test(value) &&
      /\d/.test(value) &&
      /[a-z]/i.test(value))
  );
}

/** `X-Amz-Security-Token`, `apiToken` → lower-case words */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function markFor(name: string, names: string[]): string {
  names.push(name);
  return `fgvar${names.length - 1}x`;
}

function replaceMarks(
  text: string,
  names: readonly string[],
  replacement: (name: string) => string,
): string {
  return text.replaceAll(mark, (each, index: string) => {
    const name = names[Number(index)];
    return name === undefined ? each : replacement(name);
  });
}

function hasMark(text: string): boolean {
  return text.search(mark) !== -1;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
