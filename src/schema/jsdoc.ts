/** Body of a JSDoc comment (without `/*` and `*\/`), wrapped; undefined when there is nothing to say. */
export function jsdocBody(
  paragraphs: readonly string[],
  width = 76,
): string | undefined {
  const lines = paragraphs
    .map((text) => clean(text).trim())
    .filter((text, index, all) => text !== "" && all.indexOf(text) === index)
    .flatMap((text, index) => [
      ...(index > 0 ? [""] : []),
      ...text.split("\n").flatMap((line) => wrap(line.trimEnd(), width)),
    ]);
  if (lines.length === 0) return undefined;
  if (lines.length === 1) return `* ${lines[0]} `;
  return `*\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n `;
}

function clean(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029\v\f]/g, "\n")
      // Control characters and lone surrogates have no business in a source file.
      .replace(/[^\P{Cc}\n]|\p{Cs}/gu, " ")
      .replaceAll("*/", "*\\/")
      .replace(/\n{3,}/g, "\n\n")
  );
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(" ", width);
    // Indented and unbroken text (code, links) stays as it is.
    if (at <= 0 || rest.startsWith("  ")) break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...lines, rest];
}
