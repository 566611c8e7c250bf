/** How many times as often properties are tried as by default; see CONTRIBUTING.md. */
const TIMES = Number(process.env["FUZZ"] ?? 1);

/** The default run always draws the same; `FUZZ=10` draws ten times as often, and anew each time: from a seed that it tells, or that is given. */
export function draws(seed: number, numRuns: number) {
  if (TIMES === 1) return { seed, numRuns };
  const own = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
  process.stderr.write(`FUZZ=${TIMES} FUZZ_SEED=${own}\n`);
  return { seed: own, numRuns: numRuns * TIMES };
}
