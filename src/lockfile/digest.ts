import { hash } from "node:crypto";
import type { Digest } from "./lockfile.js";

/** SHA-256 of the bytes; text is taken as UTF-8. */
export function digest(content: string | Uint8Array): Digest {
  return `sha256-${hash("sha256", content, "hex")}`;
}

/** Whether an untrusted value has the form of a digest. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === "string" && /^sha256-[0-9a-f]{64}$/.test(value);
}
