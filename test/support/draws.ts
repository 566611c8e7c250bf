/** How many times as often properties are tried as by default; see CONTRIBUTING.md. */
const TIMES = Number(process.env["FUZZ"] ?? 1);

/** The default run always draws the same; `FUZZ=10` draws ten times as often, and anew each time: fast-check tells the seed of a failure. */
export function draws(seed: number, numRuns: number) {
  return TIMES === 1 ? { seed, numRuns } : { numRuns: numRuns * TIMES };
}
