import type { Formatter } from "../format/formatter.js";
import { digest } from "./digest.js";
import type { Digest, Lockfile } from "./lockfile.js";

/** What the generated text depends on. */
export interface Inputs {
  readonly manifestText: string;
  readonly lockfile: Pick<Lockfile, "toolSpec"> | undefined;
  /** What the installed tool may emit, and what package.json names it by. */
  readonly tool: { readonly fingerprint: string; readonly spec: string };
  readonly formatter?: Pick<Formatter, "fingerprint"> | undefined;
  /** Of the layers and the project's own templates, where there are any. */
  readonly custom?: Digest | undefined;
}

/** Digest of the inputs. Equal to the lockfile's: there is nothing to render. */
export function inputsDigest(inputs: Inputs): Digest {
  const { manifestText, lockfile, tool, formatter, custom } = inputs;
  return digest(
    [
      tool.fingerprint,
      formatter?.fingerprint ?? "",
      lockfile?.toolSpec ?? tool.spec,
      ...(custom === undefined ? [] : [custom]),
      manifestText,
    ].join("\0"),
  );
}
