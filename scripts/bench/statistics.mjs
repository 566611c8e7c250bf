/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Measures the contestants in turn, round by round, so that whatever else the machine does falls on all of them.
 * The first round warms up and does not count.
 *
 * @param {number} rounds
 * @param {Record<string, (round: number) => number | Promise<number>>} contestants each returns its figure
 * @returns {Promise<Record<string, number[]>>}
 */
export async function interleaved(rounds, contestants) {
  const figures = Object.fromEntries(
    Object.keys(contestants).map((name) => [name, []]),
  );
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(contestants)) {
      const figure = await measure(round);
      if (round >= 0) figures[name].push(figure);
    }
  }
  return figures;
}

/** Ratio of two contestants: median, least and greatest over the rounds. */
export function ratioOf(ours, theirs) {
  const ratios = ours.map((value, round) => value / theirs[round]);
  return {
    median: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
  };
}
