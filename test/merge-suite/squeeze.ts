const unix = (text: string) =>
  text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");

/** Code without white space, semicolons, kinds of quote and what else a formatter decides. */
export function squeezeCode(text: string): string {
  return unix(text)
    .replaceAll("'", '"')
    .replace(/"(\w+)":/g, "$1:")
    .replace(/\s+/g, "")
    .replace(/;/g, "")
    .replace(/,(?=[)\]}])/g, "")
    .replace(/([=:<])\|/g, "$1")
    .replace(/\((\w+)\)=>/g, "$1=>");
}

export function squeezeJson(text: string): string {
  return unix(text)
    .replace(/\s+/g, "")
    .replace(/,(?=[\]}])/g, "");
}

export function squeezeProse(text: string): string {
  return unix(text)
    .replace(/^\* /gm, "- ")
    .replaceAll("__", "**")
    .replace(/[ \t]+/g, " ")
    .replace(/ $/gm, "");
}

export function squeezeEnv(text: string): string {
  return `\n${unix(text)
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/^export /, "")
        .replace(/^(\w+)="(.*)"$/, "$1=$2"),
    )
    .filter((line) => line !== "")
    .join("\n")}\n`;
}
