import { compileSchema } from "./compile-schema.js";
import type { JsonSchema } from "./json.js";
import type { DocumentProblems } from "./document-problems.js";
import type { JsonObject } from "./parse-document.js";
import type { RegistrationDescription } from "./registration-description.js";
import { pointerSegments } from "./resolve-pointer.js";

function object(
  required: Record<string, JsonSchema>,
  optional: Record<string, JsonSchema> = {},
): JsonSchema {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

const text = { type: "string", minLength: 1 };
const path = { type: "string", pattern: "^/" };
const place = { type: "string", pattern: "^(/[^/]*)+$" };
const item = { type: "string", pattern: "^(/[^/]*)*$" };
const variable = { type: "string", pattern: "^[A-Z_][A-Z0-9_]*$" };
const request = object({
  method: { enum: ["POST", "PUT", "PATCH"] },
  path,
  body: { type: "object" },
});

const registrationSchema: JsonSchema = object(
  {
    baseUrl: { type: "string", pattern: "^https://[^/?#]+(/[^?#]*)?$" },
    auth: object({
      header: { type: "string", pattern: "^[a-z0-9-]+$" },
      prefix: { type: "string" },
      variable,
    }),
    create: request,
    list: object({ path, items: item }, { next: place }),
    update: request,
    delete: object({ path }),
    item,
    webhook: object(
      { id: place, url: place, events: place },
      { name: place, active: place, secret: place },
    ),
  },
  {
    parameters: {
      type: "object",
      propertyNames: { pattern: "^(?!id$)[a-z][a-zA-Z0-9]*$" },
      additionalProperties: object({ variable, description: text }),
    },
  },
);

let validate: ReturnType<typeof compileSchema> | undefined;

/** Reads the extension, where the document has it. Mistakes are FG203. */
export function readRegistration(
  root: JsonObject,
  problems: DocumentProblems,
): { readonly registration?: RegistrationDescription } {
  const key = "x-webhook-registration";
  const value = root[key];
  if (value === undefined) return {};
  validate ??= compileSchema(registrationSchema);
  if (!validate(value)) {
    for (const error of validate.errors ?? []) {
      const where = pointerSegments(error.instancePath) ?? [];
      const what = `\`${key}\` is wrong: ${error.message ?? error.keyword}`;
      problems.add("FG203", what, [key, ...where]);
    }
    return {};
  }
  const registration = value as unknown as RegistrationDescription;
  for (const name of unknownNames(registration)) {
    const what = `\`${key}\` has a path with {${name}}, which is no parameter`;
    problems.add("FG203", what, [key]);
  }
  return { registration };
}

function unknownNames({
  parameters = {},
  create,
  list,
  update,
  delete: removal,
}: RegistrationDescription): readonly string[] {
  const known = Object.keys(parameters);
  const names = (text: string) =>
    [...text.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
  return [
    ...[create, list].flatMap((each) => names(each.path)),
    ...[update, removal]
      .flatMap((each) => names(each.path))
      .filter((name) => name !== "id"),
  ].filter((name) => !known.includes(name));
}
