import { format, type Options } from "prettier";
import { type Edit, layout } from "./edit.js";

const prettier = (path: string, options: Options) => (text: string) =>
  format(text, { filepath: path, ...options });

export const crlf: Edit = layout("crlf", (text) =>
  text.replaceAll("\n", "\r\n"),
);
export const bom: Edit = layout("byte-order-mark", (text) => `\uFEFF${text}`);
export const noFinalNewline: Edit = layout("no-final-newline", (text) =>
  text.replace(/\n$/, ""),
);

/** What formatters do to code. */
export function codeLayouts(path: string): Edit[] {
  return [
    crlf,
    bom,
    layout("tabs", prettier(path, { useTabs: true })),
    layout("narrow", prettier(path, { printWidth: 40 })),
    layout("single-quotes", prettier(path, { singleQuote: true })),
    layout("no-semicolons", prettier(path, { semi: false })),
    layout(
      "house-style",
      prettier(path, {
        semi: false,
        singleQuote: true,
        tabWidth: 4,
        trailingComma: "none",
        arrowParens: "avoid",
      }),
    ),
    noFinalNewline,
  ];
}

export function jsonLayouts(path: string): Edit[] {
  return [
    crlf,
    bom,
    layout("tabs", prettier(path, { useTabs: true })),
    layout("four-spaces", prettier(path, { tabWidth: 4 })),
    layout("narrow", prettier(path, { printWidth: 20 })),
    layout("one-line-arrays", (text) =>
      text.replace(/\[\s+/g, "[").replace(/\s+\]/g, "]"),
    ),
    layout("blank-lines", (text) => text.replace(/^( {2}"\w+": \{)/gm, "\n$1")),
    noFinalNewline,
  ];
}

export function proseLayouts(): Edit[] {
  return [
    crlf,
    bom,
    layout("star-bullets", (text) => text.replace(/^- /gm, "* ")),
    layout("underscores", (text) => text.replaceAll("**", "__")),
    layout("wide-table", (text) =>
      text.replace(/^\| (\w+) +\|/gm, "| $1       |"),
    ),
    layout("trailing-spaces", (text) => text.replace(/^(- .*)$/gm, "$1 ")),
    noFinalNewline,
  ];
}

export function envLayouts(): Edit[] {
  return [
    crlf,
    bom,
    layout("quoted", (text) => text.replace(/^(\w+)=(.+)$/gm, '$1="$2"')),
    layout("spaced", (text) => text.replace(/^(\w+)=(.+)$/gm, "$1=$2 ")),
    layout("blank-lines", (text) => text.replace(/^#/gm, "\n#")),
    layout("exported", (text) => text.replace(/^(\w+)=/gm, "export $1=")),
    noFinalNewline,
  ];
}
