import type { Item, List } from "../structure/part.js";
import { print, saysSame } from "../structure/source.js";
import { type Binding, importsOf } from "./bindings.js";
import { type ParsedFile, parseFile } from "./parse.js";
import { type Range, type Rename, renamed } from "./rename-text.js";

interface Sides {
  readonly base: ParsedFile | undefined;
  readonly ours: ParsedFile;
  readonly theirs: ParsedFile;
}

/**
 * One side gave a variable, a parameter, a type or an import another name: then the others are read as if they used it too,
 * so that their new code fits. A name that both sides changed is left for the merge to report.
 */
export function alignNames(path: string, sides: Sides): Sides {
  const { base, ours, theirs } = sides;
  if (!base) return sides;
  const byUser = renames(base, ours, theirs);
  const byTemplate = renames(base, theirs, ours);
  if (byUser.length + byTemplate.length === 0) return sides;
  const twice = new Set(
    byUser
      .filter((a) => byTemplate.some((b) => a.from === b.from))
      .map((rename) => rename.from),
  );
  const first = byUser.filter((rename) => !twice.has(rename.from));
  const aligned = applied(path, base, theirs, first);
  const [base2, theirs2] = aligned ?? [base, theirs];
  const second = renames(base2, theirs2, ours).filter(
    ({ from }) => !twice.has(from) && !first.some(({ to }) => to === from),
  );
  const [base3, ours2] = applied(path, base2, ours, second) ?? [base2, ours];
  return { base: base3, ours: ours2, theirs: theirs2 };
}

function applied(
  path: string,
  base: ParsedFile,
  other: ParsedFile,
  list: readonly Rename[],
): [ParsedFile, ParsedFile] | undefined {
  if (list.length === 0) return undefined;
  const baseText = renamed(base.file, list, (rename) => rename.inBase);
  const otherText = renamed(other.file, list, (rename) => rename.inOther);
  if (baseText === undefined || otherText === undefined) return undefined;
  const [b, o] = [parseFile(path, baseText), parseFile(path, otherText)];
  return b && o ? [b, o] : undefined;
}

/** Names that `side` changed, with where `base` and `other` have the old ones. */
function renames(
  base: ParsedFile,
  side: ParsedFile,
  other: ParsedFile,
): Rename[] {
  const all = (file: ParsedFile) => ({
    start: 0,
    end: file.source.text.length,
  });
  const found: Rename[] = [];
  const [b, s] = [importsOf(base.file).bindings, importsOf(side.file).bindings];
  for (const binding of b.values()) {
    if (s.has(binding.local)) continue;
    const same = ({ local, module, imported }: Binding) =>
      module === binding.module &&
      imported === binding.imported &&
      !b.has(local);
    const now = [...s.values()].find(same);
    if (now) {
      found.push({
        from: binding.local,
        to: now.local,
        inBase: all(base),
        inOther: all(other),
      });
    }
  }
  inList(base.list, side.list, other.list, all(base), all(other), found);
  return found;
}

function inList(
  base: List,
  side: List,
  other: List,
  inBase: Range,
  inOther: Range,
  found: Rename[],
): void {
  const keys = (list: List) =>
    new Map(list.items.map((item) => [item.key, item]));
  const [b, s, o] = [keys(base), keys(side), keys(other)];
  const fresh = side.items.filter(
    (item) => !b.has(item.key) && isDeclaration(item),
  );
  for (const item of base.items) {
    const now = s.get(item.key);
    if (!now) {
      if (fresh.length === 0 || !isDeclaration(item)) continue;
      const match = fresh.find((candidate) => sameButName(item, candidate));
      if (match)
        found.push({ from: item.label, to: match.label, inBase, inOther });
      continue;
    }
    const there = o.get(item.key);
    if (there && !saysSame(item.part, now.part, false))
      inItem(item, now, there, found);
  }
}

function inItem(base: Item, side: Item, other: Item, found: Rename[]): void {
  const range = ({ part }: Item) => ({ start: part.start, end: part.end });
  base.part.lists.forEach((list, i) => {
    const [now, there] = [side.part.lists[i], other.part.lists[i]];
    if (list.role !== now?.role || list.role !== there?.role) return;
    if (list.role === "parameters") {
      list.items.forEach((parameter, n) => {
        const [from, to] = [parameter.label, now.items[n]?.label ?? ""];
        if (from !== to && isName(from) && isName(to)) {
          found.push({ from, to, inBase: range(base), inOther: range(other) });
        }
      });
    }
    inList(list, now, there, range(base), range(other), found);
  });
}

const isDeclaration = ({ key, label }: Item) =>
  /^(?:value|type) /.test(key) && isName(label);

const isName = (text: string) => /^[A-Za-z_$][\w$]*$/.test(text);

/** Whether two declarations of the same kind say mostly the same, apart from the name. */
function sameButName(a: Item, b: Item): boolean {
  const space = (item: Item) => item.key.split(" ")[0] ?? "";
  if (space(a) !== space(b)) return false;
  const before = says(a)
    .split("\u0000")
    .map((t) => (t === a.label ? b.label : t));
  const after = says(b).split("\u0000");
  if (before.slice(0, 2).join() !== after.slice(0, 2).join()) return false;
  // What is short looks like much else.
  if (before.length < 10) return before.join() === after.join();
  const rest = [...after];
  let common = 0;
  for (const token of before) {
    const at = rest.indexOf(token);
    if (at < 0) continue;
    rest.splice(at, 1);
    common++;
  }
  return common >= 0.7 * Math.max(before.length, after.length);
}

const says = ({ part }: Item) =>
  print(part.source, part.start, part.end, false);
