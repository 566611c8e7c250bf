/** Makes names unique in the order given: `a`, `a2`, `a3`. Compared without case, for file systems that do not see it. */
export function uniqueNames(
  names: readonly string[],
  separator = "",
): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let candidate = name;
    for (let count = 2; taken.has(candidate.toLowerCase()); count++)
      candidate = `${name}${separator}${count}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}

/** `../../src/webhooks/file-ready.js`: how the module at `from` imports the module at `to`; both are paths of `.ts` files from the root. */
export function importPath(from: string, to: string): string {
  const source = from.split("/").slice(0, -1);
  const target = to.replace(/\.ts$/, ".js").split("/");
  let shared = 0;
  while (
    shared < source.length &&
    shared < target.length - 1 &&
    source[shared] === target[shared]
  )
    shared++;
  const up = "../".repeat(source.length - shared) || "./";
  return up + target.slice(shared).join("/");
}
