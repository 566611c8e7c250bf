import { splice } from "./splice.js";
import { tokensBetween } from "./tokens.js";

/** A comment of the user's that an edit takes out of the manifest. */
export interface LostComment {
  /** 1-based, in the text before the edit. */
  readonly line: number;
  /** With its slashes; without line ends at the end. */
  readonly text: string;
}

/**
 * The comments that an edit would drop. It is tried on the text with a number in each comment's place, and those whose number is gone
 * are lost: two that say the same are told apart.
 *
 * @param edit must not depend on what comments say
 */
export function lostComments(
  text: string,
  edit: (text: string) => string,
): readonly LostComment[] {
  const comments = commentsOf(text);
  if (comments.length === 0) return [];
  const numbered = splice(
    text,
    comments.map(({ offset, end, kind }, index) => ({
      offset,
      length: end - offset,
      content:
        kind === "line-comment"
          ? `//${index}`
          : // What is on which line decides to whom a comment belongs.
            `/*${index}${text.slice(offset, end).replace(/[^\r\n]/g, "")}*/`,
    })),
  );
  const after = edit(numbered);
  const left = new Set(
    commentsOf(after).map(({ offset }) =>
      Number.parseInt(after.slice(offset + 2), 10),
    ),
  );
  return comments.flatMap(({ offset, end }, index) =>
    left.has(index)
      ? []
      : [{ line: lineAt(text, offset), text: text.slice(offset, end) }],
  );
}

function commentsOf(text: string) {
  return tokensBetween(text, 0, text.length).filter(
    ({ kind }) => kind === "line-comment" || kind === "block-comment",
  );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}
