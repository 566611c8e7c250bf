/**
 * A text that ends with exactly one line end. By hand: a pattern such as `\\n+$` takes quadratic time where there are very many
 * blank lines.
 */
export function endedOnce(text: string): string {
  return `${withoutLastLineEnds(text)}\n`;
}

export function withoutLastLineEnds(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end--;
  return text.slice(0, end);
}
