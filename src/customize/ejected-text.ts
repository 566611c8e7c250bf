/** The text of a file of the user's as we take it, whatever their editor made of line ends and marks. */
export function plain(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
}
