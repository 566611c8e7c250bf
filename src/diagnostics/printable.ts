/** Controls, line ends, directions, lone surrogates. As ranges: properties by name are looked up when V8 so much as reads the code. */
const HARMFUL =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/gu;

/**
 * Makes untrusted text harmless for a terminal: control characters, line ends and characters that turn the direction of text
 * become escapes such as `\u001b`.
 */
export function printable(text: string): string {
  return text.replaceAll(HARMFUL, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1);
    return escaped === character
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
      : escaped;
  });
}

/** Untrusted text in double quotes, escaped, cut when it is long. For messages. */
export function quote(text: string, longest = 60): string {
  const characters = Array.from(text.slice(0, longest * 2));
  const cut = characters.length > longest || text.length > longest * 2;
  const shown = cut ? `${characters.slice(0, longest).join("")}…` : text;
  return printable(`"${shown.replaceAll(/["\\]/g, "\\$&")}"`);
}
