import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import type { Pin } from "../../lockfile/lockfile.js";
import type { NameProblem } from "../../manifest/names.js";

/** What `add-provider` was asked for. */
export interface AskedProvider {
  /** File, folder, URL or package; or the schema of a provider that comes with the tool. */
  readonly named: string;
  readonly name: string | undefined;
  readonly signature: string | undefined;
  /** File that describes deliveries. */
  readonly delivery: string | undefined;
  /** What somebody wrote into a pinned document may go. */
  readonly accept: boolean;
}

/** A provider, ready to be declared. */
export interface NewProvider {
  readonly name: string;
  readonly schema: string;
  /** Where it came from; nothing where it comes with the tool. */
  readonly source?: string;
  /** Texts of pinned documents that change, by path from the root. */
  readonly documents: ReadonlyMap<string, string>;
  /** Where they are from, as far as the lockfile does not say it. */
  readonly pins: Readonly<Record<string, Pin>>;
  /** The app has it, by a document of its own: its types are renewed. */
  readonly isThere: boolean;
  readonly events: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** @throws FrameioGenError FG503 where there is a problem */
export function refuse(problem: NameProblem | undefined): void {
  if (problem !== undefined) throw failure("FG503", problem);
}

export function failure(
  code: Diagnostic["code"],
  problem: NameProblem,
): FrameioGenError {
  return new FrameioGenError([{ code, severity: "error", ...problem }]);
}
