import { join } from "node:path";
import { parseEnv } from "node:util";

import {
  createPrivateFile,
  overwriteLooseFile,
  readLooseFile,
} from "../../workspace/loose-file.js";
import { failure } from "./provider.js";

/** Writes a secret into the app's `.env`. */
export interface SecretPlace {
  readonly variable: string;
  /** @returns what went wrong, as the end of a sentence; undefined when it is written */
  write(secret: string): string | undefined;
}

const MEBIBYTE = 1024 * 1024;

/**
 * The place of a secret in `.env`. What stands there now is kept in `<NAME>_PREVIOUS`, which the app accepts as well. Tried out before
 * a webhook is made, for its secret is shown only once.
 *
 * @throws FrameioGenError FG562 when the file cannot be read, or cannot take it
 */
export function secretPlace(root: string, variable: string): SecretPlace {
  const path = join(root, ".env");
  const file = readLooseFile(path, MEBIBYTE);
  const isNew = "problem" in file && file.problem === "does not exist";
  if ("problem" in file && !isNew) {
    throw failure("FG562", `.env ${file.problem}`);
  }
  const text = "text" in file ? file.text : "";
  const previous = parseEnv(text)[`${variable}_PREVIOUS`];
  if (previous !== undefined && previous !== "") {
    throw failure("FG562", `${variable} is being rotated already`, {
      hint: `Remove ${variable}_PREVIOUS from .env once nothing is signed with it.`,
    });
  }
  withSecret(text, variable, "trial");
  return {
    variable,
    write(secret) {
      const edited = withSecret(text, variable, secret);
      return isNew
        ? createPrivateFile(path, edited)
        : overwriteLooseFile(path, edited);
    },
  };
}

/**
 * The text of `.env` with a secret in it.
 *
 * @throws FrameioGenError FG562 when the file is written in a way that the edit would break
 */
export function withSecret(
  text: string,
  variable: string,
  secret: string,
): string {
  const before = parseEnv(text);
  const old = before[variable] ?? "";
  const lines = text.split("\n");
  const own = new RegExp(`^\\s*(?:export\\s+)?${variable}(?:_PREVIOUS)?\\s*=`);
  const at = lines.findIndex((line) => own.test(line));
  const kept = lines.filter((line) => !own.test(line));
  const entry = [
    `${variable}=${quoted(secret)}`,
    ...(old === "" ? [] : [`${variable}_PREVIOUS=${quoted(old)}`]),
  ];
  if (at >= 0) kept.splice(at, 0, ...entry);
  else if (kept.at(-1) === "") kept.splice(-1, 0, ...entry);
  else kept.push(...entry, "");
  const edited = kept.join("\n");
  const expected = {
    ...before,
    [variable]: secret,
    ...(old === "" ? {} : { [`${variable}_PREVIOUS`]: old }),
  };
  if (old === "") delete expected[`${variable}_PREVIOUS`];
  const after = parseEnv(edited);
  const names = new Set([...Object.keys(expected), ...Object.keys(after)]);
  // Of a value on several lines, the others would be left behind.
  const several = old.includes("\n");
  if (several || [...names].some((name) => after[name] !== expected[name])) {
    throw failure(
      "FG562",
      `.env cannot be edited: ${variable} stands there in an unusual way`,
      {
        hint: `Write it on one line, or set ${variable} by hand.`,
      },
    );
  }
  return edited;
}

function quoted(value: string): string {
  if (/^[\w./+=:-]+$/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
