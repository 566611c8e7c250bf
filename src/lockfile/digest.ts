import { hash } from "node:crypto";
import type { Digest } from "./lockfile.js";

/** Digests of long texts: a commit asks for that of the lockfile, and of each file that it writes, several times. */
const known = new Map<string, Digest>();
const LONG = 4096;

/** SHA-256 of the bytes; text is taken as UTF-8. */
export function digest(content: string | Uint8Array): Digest {
  if (typeof content !== "string" || content.length < LONG)
    return sha256(content);
  let made = known.get(content);
  if (made === undefined) {
    made = sha256(content);
    known.set(content, made);
  }
  return made;
}

function sha256(content: string | Uint8Array): Digest {
  return `sha256-${hash("sha256", content, "hex")}`;
}

/** Whether an untrusted value has the form of a digest. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === "string" && /^sha256-[0-9a-f]{64}$/.test(value);
}
