import { outlineOf } from "./outline.js";
import { INBOX_KEYS } from "./read-webhook.js";
import { insertMember } from "./splice.js";
import { styleOf } from "./style.js";

/**
 * Makes each entry say that its handler runs before the answer, where it says nothing of it; all else stays, comments and layout as well.
 *
 * @throws FrameioGenError when the text cannot be edited
 */
export function writeInlineModes(text: string): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  let body = text.slice(mark.length);
  const { entries, root } = outlineOf(body);
  const style = styleOf(body, root);
  // From the last to the first, so that what is found stays where it is.
  for (const { node } of entries.toReversed()) {
    const keys = (node.children ?? []).map(({ children }) =>
      String(children?.[0]?.value),
    );
    if (keys.some((key) => key === "mode" || INBOX_KEYS.includes(key)))
      continue;
    body = insertMember(body, node, style, () => '"mode": "inline"');
  }
  return mark + body;
}
