import { createScanner, type SyntaxKind } from "jsonc-parser";

export interface Token {
  readonly kind: "comma" | "line-comment" | "block-comment" | "other";
  readonly offset: number;
  readonly end: number;
}

const kinds: Readonly<Record<number, Token["kind"] | "space">> = {
  5: "comma",
  12: "line-comment",
  13: "block-comment",
  14: "space",
  15: "space",
};
const endOfFile: SyntaxKind = 17;

/** Commas and comments between two offsets, where no value begins in between. White space is left out. */
export function tokensBetween(text: string, from: number, to: number): Token[] {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  const tokens: Token[] = [];
  for (
    let syntax = scanner.scan();
    syntax !== endOfFile && scanner.getTokenOffset() < to;
    syntax = scanner.scan()
  ) {
    const kind = kinds[syntax] ?? "other";
    if (kind !== "space")
      tokens.push({
        kind,
        offset: scanner.getTokenOffset(),
        end: scanner.getPosition(),
      });
  }
  return tokens;
}
