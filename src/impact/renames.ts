import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import type { ComparedCatalog } from "./compare-catalogs.js";
import type { ProviderVersions } from "./versions.js";

/**
 * `old=new`, as it stands on the command line; `=` may be in neither name.
 *
 * @throws FrameioGenError FG232 for what is not of this form, or asked for twice
 */
export function parseRenames(
  given: readonly string[],
): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  const problems: Diagnostic[] = [];
  for (const text of given) {
    const [from = "", to = "", ...more] = text.split("=");
    if (from === "" || to === "" || more.length > 0)
      problems.push(
        problem(`${quote(text)} is not of the form old.event=new.event`),
      );
    else if (renames.has(from) || [...renames.values()].includes(to))
      problems.push(problem(`${quote(text)} names an event a second time`));
    else renames.set(from, to);
  }
  if (problems.length > 0) throw new FrameioGenError(problems);
  return renames;
}

/** Those of the renames that a provider's events can have. */
export function renamesFor(
  renames: ReadonlyMap<string, string>,
  { before, now }: Pick<ProviderVersions, "before" | "now">,
): ReadonlyMap<string, string> {
  const old = namesOf(before);
  const next = namesOf(now);
  return new Map(
    [...renames].filter(
      ([from, to]) =>
        old.has(from) && !next.has(from) && next.has(to) && !old.has(to),
    ),
  );
}

/**
 * @param versions of the providers that the renames may be meant for
 * @throws FrameioGenError FG232 for renames of events that are not there, are there still, or were there before: with every provider
 */
export function assertRenames(
  renames: ReadonlyMap<string, string>,
  versions: readonly Pick<ProviderVersions, "before" | "now">[],
): void {
  const known = versions.map(({ before, now }) => ({
    old: namesOf(before),
    next: namesOf(now),
  }));
  const problems = [...renames].flatMap(([from, to]): Diagnostic[] => {
    const had = known.filter(({ old }) => old.has(from));
    if (had.length === 0)
      return [
        problem(
          `There was no event ${quote(from)}`,
          from,
          known.flatMap(({ old }) => [...old]),
        ),
      ];
    const lost = had.filter(({ next }) => !next.has(from));
    if (lost.length === 0)
      return [problem(`The event ${quote(from)} is there still`)];
    const have = lost.filter(({ next }) => next.has(to));
    if (have.length === 0)
      return [
        problem(
          `There is no event ${quote(to)}`,
          to,
          lost.flatMap(({ next }) => [...next]),
        ),
      ];
    return have.every(({ old }) => old.has(to))
      ? [problem(`The event ${quote(to)} was there before`)]
      : [];
  });
  if (problems.length > 0) throw new FrameioGenError(problems);
}

function problem(
  message: string,
  name?: string,
  names: Iterable<string> = [],
): Diagnostic {
  const hint = name === undefined ? undefined : didYouMean(name, [...names]);
  return {
    code: "FG232",
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}

function namesOf({ events }: ComparedCatalog): ReadonlySet<string> {
  return new Set(events.map(({ name }) => name));
}
