import type { ObjectShape } from "./shape.js";

export interface Paired {
  readonly pairs: readonly (readonly [ObjectShape, ObjectShape])[];
  readonly gone: readonly ObjectShape[];
  readonly added: readonly ObjectShape[];
}

/** Two alternatives are one thing when at least so much of their members is the same. */
const ENOUGH = 0.5;

/**
 * Which object of the one side is which of the other: by the name of the shared schema, by what tells the alternatives apart, or by
 * their members. One on either side is always a pair.
 */
export function pairObjects(
  before: readonly ObjectShape[],
  now: readonly ObjectShape[],
): Paired {
  const [one] = before;
  const [other] = now;
  if (one && other && before.length === 1 && now.length === 1)
    return { pairs: [[one, other]], gone: [], added: [] };
  const candidates = before
    .flatMap((old) => now.map((next) => ({ old, next, fit: fit(old, next) })))
    .filter(({ fit }) => fit >= ENOUGH)
    .sort((a, b) => b.fit - a.fit);
  const pairs = new Map<ObjectShape, ObjectShape>();
  const taken = new Set<ObjectShape>();
  for (const { old, next } of candidates) {
    if (pairs.has(old) || taken.has(next)) continue;
    pairs.set(old, next);
    taken.add(next);
  }
  return {
    pairs: [...pairs],
    gone: before.filter((old) => !pairs.has(old)),
    added: now.filter((next) => !taken.has(next)),
  };
}

/** 0 for nothing in common, 3 for the same name. */
function fit(a: ObjectShape, b: ObjectShape): number {
  if (a.name !== undefined && a.name === b.name) return 3;
  const tag = sameTag(a, b);
  if (tag !== undefined) return tag ? 2 : 0;
  const names = new Set([...a.members.keys(), ...b.members.keys()]);
  if (names.size === 0) return 1;
  const shared = [...a.members.keys()].filter((key) => b.members.has(key));
  return shared.length / names.size;
}

/** Whether both have the same literal where both have a literal; undefined where there is no such member. */
function sameTag(a: ObjectShape, b: ObjectShape): boolean | undefined {
  let found: boolean | undefined;
  for (const [key, { part }] of a.members) {
    const other = b.members.get(key)?.part();
    const [mine, ...more] = part().literals;
    if (mine === undefined || more.length > 0 || other === undefined) continue;
    if (other.literals.length !== 1) continue;
    if (other.literals[0] !== mine) return false;
    found = true;
  }
  return found;
}
