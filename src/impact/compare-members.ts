import type { FieldChange, FieldPath } from "./change.js";
import { describeShape } from "./describe-shape.js";
import { fingerprint } from "./fingerprint.js";
import {
  type Literal,
  type Member,
  type ObjectShape,
  type Shape,
  UNKNOWN,
} from "./shape.js";

/** Takes what is found at a place. */
export interface Comparison {
  tell(change: FieldChange): void;
  /** Two versions of one shared schema: compared once, wherever they are held. */
  share(before: ObjectShape, now: ObjectShape, at: FieldPath): void;
  /** A value that the comparison is not about: the event's own name. */
  readonly ignore?: (before: Literal, now: Literal) => boolean;
  /** Name that a member is known to have now; undefined where nothing is known. */
  readonly nameNow?: (path: FieldPath) => string | undefined;
}

/**
 * The members of an object, old and new.
 *
 * @param compareShapes of their values
 */
export function compareMembers(
  before: ObjectShape,
  now: ObjectShape,
  path: FieldPath,
  into: Comparison,
  compareShapes: (
    before: Shape,
    now: Shape,
    path: FieldPath,
    into: Comparison,
  ) => void,
): void {
  const renamed = renamedMembers(before, now, (key) =>
    into.nameNow?.([...path, key]),
  );
  const taken = new Set(renamed.values());
  for (const [key, member] of before.members) {
    const next = now.members.get(renamed.get(key) ?? key);
    const here = [...path, key];
    if (next === undefined) {
      into.tell({
        kind: "field-removed",
        path: here,
        before: describeMember(member),
        breaking: true,
        typed: true,
      });
      continue;
    }
    const name = renamed.get(key);
    if (name !== undefined)
      into.tell({
        kind: "field-renamed",
        path: here,
        before: key,
        after: name,
        breaking: true,
        typed: true,
      });
    comparePresence(member, next, here, into);
    compareShapes(member.part(), next.part(), here, into);
  }
  for (const [key, member] of now.members) {
    if (before.members.has(key) || taken.has(key)) continue;
    into.tell({
      kind: "field-added",
      path: [...path, key],
      after: describeMember(member),
      breaking: false,
      typed: true,
    });
  }
  // Where one side says nothing of them, they may be anything there.
  if (before.others !== undefined || now.others !== undefined)
    compareShapes(
      before.others?.() ?? UNKNOWN,
      now.others?.() ?? UNKNOWN,
      [...path, "{}"],
      into,
    );
}

export function comparePresence(
  before: Member,
  now: Member,
  path: FieldPath,
  into: Comparison,
): void {
  if (before.required === now.required) return;
  into.tell({
    kind: now.required ? "became-required" : "became-optional",
    path,
    before: describeMember(before),
    after: describeMember(now),
    breaking: !now.required,
    typed: true,
  });
}

function describeMember({ required, part }: Member): string {
  return `${describeShape(part())}${required ? "" : ", optional"}`;
}

/**
 * Members that went and came with the very same meaning and the same name in another spelling: `createdAt` and `created_at`.
 * Anything less would be guessed.
 */
function renamedMembers(
  before: ObjectShape,
  now: ObjectShape,
  nameNow: (key: string) => string | undefined,
): ReadonlyMap<string, string> {
  const gone = [...before.members].filter(([key]) => !now.members.has(key));
  const come = [...now.members].filter(([key]) => !before.members.has(key));
  const renamed = new Map<string, string>();
  if (gone.length === 0 || come.length === 0) return renamed;
  for (const [key, member] of gone) {
    const known = nameNow(key);
    if (known !== undefined && come.some(([name]) => name === known)) {
      renamed.set(key, known);
      continue;
    }
    const matches = come.filter(([other]) => plain(other) === plain(key));
    const [match] = matches;
    if (match === undefined || matches.length > 1) continue;
    const [name, next] = match;
    const same = fingerprint(member.part());
    if (same !== undefined && same === fingerprint(next.part()))
      renamed.set(key, name);
  }
  return renamed;
}

/** A name without its spelling. */
function plain(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}
