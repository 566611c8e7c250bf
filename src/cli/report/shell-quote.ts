/** A word for a POSIX shell, quoted only where it has to be: what is printed for copying works as it stands. */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_\-.,/:=@%+]+$/.test(word) && !word.startsWith("-")) {
    return word;
  }
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
