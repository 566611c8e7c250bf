/**
 * The families of event types, such as `comment.*`: pattern → event types, both in their order of appearance. A name without a
 * separator belongs to none.
 */
export function familiesOf(
  events: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const families = new Map<string, string[]>();
  for (const name of events) {
    const start = /^[^.:/*]+[.:/](?=.)/.exec(name)?.[0];
    if (start === undefined) continue;
    const family = families.get(`${start}*`);
    if (family === undefined) families.set(`${start}*`, [name]);
    else family.push(name);
  }
  // An event type that is called so is meant itself.
  for (const name of events) families.delete(name);
  return families;
}

/** Whether a name may stand for a family: most don't, and the families need not be made for them. */
export function isFamily(name: string): boolean {
  return name.endsWith("*");
}

/** What handlers can be declared for: event types, and families of them. */
export function namesToHandle(events: readonly string[]): readonly string[] {
  return [...events, ...familiesOf(events).keys()];
}

/** The event types that names stand for, each once. */
export function eventsNamed(
  names: readonly string[],
  events: () => readonly string[],
): readonly string[] {
  if (!names.some(isFamily)) return [...new Set(names)];
  const families = familiesOf(events());
  return [...new Set(names.flatMap((name) => families.get(name) ?? [name]))];
}
