import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import {
  collectProblems,
  type DocumentProblems,
} from "../document-problems.js";

/** Event types that cannot be used, and why: one vendor's slip must not keep an app from the other hundreds. */
export interface LeftOut {
  /** What `read` makes of an event type; undefined, and remembered, where it finds a fault. */
  sift<T>(key: string, read: (problems: DocumentProblems) => T): T | undefined;
  /** A warning for each fault. */
  warnings(): readonly Diagnostic[];
  /** @throws FrameioGenError with every fault, when there are any */
  throwIfAny(): void;
}

/** Of one import. */
export function collectLeftOut(): LeftOut {
  const faults: { readonly key: string; readonly found: Diagnostic }[] = [];
  return {
    sift(key, read) {
      const problems = collectProblems();
      const result = read(problems);
      for (const found of problems.found) faults.push({ key, found });
      return problems.empty ? result : undefined;
    },
    warnings: () =>
      faults.map(({ key, found }) => ({
        ...found,
        severity: "warning",
        message: `The event type ${JSON.stringify(key.slice(0, 100))} is left out. ${found.message}`,
      })),
    throwIfAny() {
      if (faults.length === 0) return;
      throw new FrameioGenError(faults.map(({ found }) => found));
    },
  };
}
