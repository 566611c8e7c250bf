import { parseAllDocuments } from "yaml";

/** The first error of a YAML file, of one document or several; undefined when there is none. Tags that are not known are none. */
export function yamlProblem(
  text: string,
): { readonly message: string; readonly offset: number } | undefined {
  const documents = parseAllDocuments(text, { prettyErrors: false });
  for (const { errors } of Array.isArray(documents) ? documents : []) {
    const [first] = errors;
    if (first !== undefined)
      return {
        message: /call stack/.test(first.message)
          ? "it is nested too deeply"
          : first.message,
        offset: first.pos[0],
      };
  }
  return undefined;
}
