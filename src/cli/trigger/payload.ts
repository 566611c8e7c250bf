import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { Json } from "../../schema/catalog.js";
import { sampleOf } from "../../schema/sample.js";
import type { ReadFile } from "../package-manager.js";

export interface Payload {
  readonly value: Json;
  /** What is signed and sent: a file goes as it is, byte by byte. */
  readonly bytes: Uint8Array;
}

/** An event's example, with members set. */
export function samplePayload(
  example: Json,
  assignments: readonly string[],
): Payload {
  const value = sampleOf({ example }, assignments);
  return { value, bytes: Buffer.from(JSON.stringify(value)) };
}

/**
 * The payload in a file, with members set.
 *
 * @throws FrameioGenError FG514 when it is no JSON object
 */
export function filePayload(
  path: string,
  assignments: readonly string[],
  read: ReadFile,
): Payload {
  const text = read(path);
  if (text === undefined) throw unusable(path, "cannot be read");
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw unusable(path, "holds no JSON object");
  }
  return assignments.length === 0
    ? { value, bytes: Buffer.from(text) }
    : samplePayload(value, assignments);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function unusable(path: string, why: string): FrameioGenError {
  return new FrameioGenError([
    { code: "FG514", severity: "error", message: `${quote(path, 200)} ${why}` },
  ]);
}
