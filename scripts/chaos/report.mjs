/**
 * What went wrong, a line each.
 *
 * @param {import("./run.mjs").ChaosResult} result
 */
export function failures({ faults, deaths }) {
  const broken = Object.entries(faults).filter(([, found]) => found.length > 0);
  return [
    ...broken.map(
      ([what, found]) =>
        `${what}: ${found.length}, such as ${found.slice(0, 5).join(", ")}`,
    ),
    ...deaths.map((death) => `ended by itself: ${death}`),
  ];
}

/**
 * The counts of a run, for people.
 *
 * @param {import("./run.mjs").ChaosOptions} options
 * @param {import("./run.mjs").ChaosResult} result
 */
export function report({ engine, deliveries, seed }, result) {
  const { answers, record, kills, starts, storeRestarts } = result;
  const answered = answers.accepted.filter(
    (accepted, number) => accepted + (answers.duplicates[number] ?? 0) > 0,
  ).length;
  const outcomes = Object.entries(answers.outcomes).map(
    ([outcome, count]) => `${outcome} ${count}`,
  );
  const seconds = (ms) => `${Math.round(ms / 1000)} s`;
  const rows = {
    engine: `${engine}, Node ${process.versions.node}, seed ${seed}`,
    deliveries: `${deliveries} that differ, ${answers.requests} requests`,
    answers: outcomes.join(", "),
    "answered with 2xx": answered,
    "given up by the sender": answers.givenUp.length,
    "kills of processes": `${kills} (${starts} starts)`,
    "kills of the store": storeRestarts,
    duration: `${seconds(result.sendMs)} sending, ${seconds(result.drainMs)} until all was done`,
    completed: record.done.size,
    "handlers begun": record.runs,
    "deliveries whose handler began more than once": record.severalRuns,
    "deliveries whose handler ended more than once": record.severalEnds,
    "steps run again, because nobody had recorded them": record.effectsAgain,
    ...Object.fromEntries(
      Object.entries(result.faults).map(([what, found]) => [
        what,
        found.length,
      ]),
    ),
    "processes that ended by themselves": result.deaths.length,
  };
  const lines = Object.entries(rows).map(([what, n]) => `  ${what}: ${n}`);
  return [...lines, ...failures(result).map((line) => `! ${line}`), ""].join(
    "\n",
  );
}
