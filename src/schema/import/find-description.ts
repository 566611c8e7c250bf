import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { JsonObject } from "../parse-document.js";
import { isAsyncapi } from "./read-asyncapi.js";
import { isJsonSchema } from "./read-json-schemas.js";
import { isOpenapi } from "./read-openapi.js";
import { webhookEntries } from "./webhook-entries.js";

interface Description {
  /** Below the folder. */
  readonly path: string;
  readonly root: JsonObject;
}

/**
 * The document in a folder that describes event types, where there is one: other documents and the same one in another format may lie
 * beside it. Undefined where the folder holds JSON Schemas.
 *
 * @param files parsed, by path below the folder
 * @throws FrameioGenError FG215 where several do: none of them goes before the others
 */
export function findDescription(
  folder: string,
  files: ReadonlyMap<string, JsonObject>,
): Description | undefined {
  const documents = [...files]
    .map(([path, root]) => ({ path, root }))
    .filter(({ root }) => isOpenapi(root) || isAsyncapi(root));
  const saying = documents.filter(
    ({ root }) => isAsyncapi(root) || webhookEntries(root).length > 0,
  );
  const [first] = saying;
  if (first === undefined) {
    const hasSchemas = [...files.values()].some(isJsonSchema);
    // The caller tells why it cannot be used.
    return hasSchemas ? undefined : documents[0];
  }
  const text = JSON.stringify(first.root);
  const others = saying.filter(({ root }) => JSON.stringify(root) !== text);
  if (others.length === 0) return first;
  const paths = [first, ...others].map(({ path }) => path);
  const shown = paths.slice(0, 5).join(", ") + (paths.length > 5 ? ", …" : "");
  throw new FrameioGenError([
    {
      code: "FG215",
      severity: "error",
      message: `${quote(folder)} holds ${paths.length} descriptions of event types: ${shown}`,
      hint: "Add each one as a provider of its own: name the file.",
    },
  ]);
}
