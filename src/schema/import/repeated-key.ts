import { type Document, isScalar, visit } from "yaml";

/** The first key that a map of a YAML document has twice, as the parser would tell of it. */
export function repeatedKey(
  document: Document.Parsed,
): { readonly message: string; readonly pos: [number, number] } | undefined {
  let found: { message: string; pos: [number, number] } | undefined;
  visit(document, {
    Map(_, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        // Several may be merged in.
        if (!isScalar(key) || key.value === "<<") continue;
        if (known.has(key.value)) {
          const [start = 0, end = start] = key.range ?? [];
          found = { message: "Map keys must be unique", pos: [start, end] };
          return visit.BREAK;
        }
        known.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}
