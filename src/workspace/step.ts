import { guarded } from "./system-error.js";

/** Runs one action that changes the disk. `path` is told when it fails. */
export type Step = <T>(name: string, path: string, action: () => T) => T;

/** Steps that are announced before they run, and whose system errors become diagnostics. */
export function stepper(
  root: string,
  onStep: (step: string) => void = () => {},
): Step {
  return (name, path, action) =>
    guarded(path, root, () => {
      onStep(`${name} ${path}`);
      return action();
    });
}
