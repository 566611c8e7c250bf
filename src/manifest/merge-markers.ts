export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Where version control left the start or end of a conflict; `=======` alone may be somebody's comment. */
export function mergeMarkers(text: string): Span[] {
  return [...text.matchAll(/^(?:<{7}|>{7})(?: .*)?$/gm)].map((match) => ({
    offset: match.index,
    length: match[0].trimEnd().length,
  }));
}
