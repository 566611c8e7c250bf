/**
 * A small generator of random numbers from a seed.
 *
 * @param {number} from
 * @returns {() => number} from 0, below 1
 */
export function mulberry32(from) {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
