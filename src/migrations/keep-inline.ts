import { writeInlineModes } from "../manifest/edit-modes.js";
import type { Migration } from "./migration.js";

/** Before 0.1.0 a handler ran before the answer unless its entry said otherwise; from then on it is the other way round. */
export const keepInline: Migration = {
  id: "inline-written-down",
  from: "0.0.99",
  description:
    'handlers run before the answer as they did: "mode": "inline" is written in frameio.jsonc',
  apply: ({ manifestText }) => ({
    manifestText: writeInlineModes(manifestText),
  }),
};
