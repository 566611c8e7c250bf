import { createContext, Script } from "node:vm";

/** Milliseconds that expressions may take over one event type's samples; others take a few. */
const LONGEST = 5000;
/** As often as a document may use that up: then it is not waited for any more. */
const MOST_OFTEN = 2;

/** What ends, whatever it is: expressions included, which nothing else can stop. */
export interface Bounded {
  /** @returns undefined where it took too long, or others did before */
  run<T>(action: () => T): T | undefined;
}

export function createBounded(): Bounded {
  const script = new Script("run()");
  let left = MOST_OFTEN;
  return {
    run(action) {
      if (left === 0) return undefined;
      try {
        const context = createContext({ run: action });
        return script.runInContext(context, { timeout: LONGEST }) as ReturnType<
          typeof action
        >;
      } catch (error) {
        if (!isTimeout(error)) throw error;
        left--;
        return undefined;
      }
    },
  };
}

/** It is an error of the script's own realm. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
