import type { Json } from "./catalog.js";
import { isObject } from "./parse-document.js";
import { innerSchemas } from "./subschemas.js";

/** What can be told of the code that ajv would make of a schema, without making it. */
export interface Survey {
  /** How deep its blocks are, about; what the schema refers to is a function of its own. */
  readonly depth: number;
  /** Whether anything in it is what ajv may refuse, though it is a schema. */
  readonly isOdd: boolean;
}

/** Ajv writes the check of each of these into that of the one before. */
const nested = [
  "allOf",
  "anyOf",
  "dependentRequired",
  "dependentSchemas",
  "oneOf",
  "patternProperties",
  "prefixItems",
];

/** What a level of a schema adds: is it an object, is the member there, is all valid so far. */
const LEVEL = 3;

/** The specification does not know them, ajv does. */
const odd = ["$async", "dependencies", "id", "nullable"];

/** Looks at a schema once, without compiling it. */
export function surveyOf(schema: Json): Survey {
  if (!isObject(schema)) return { depth: 0, isOdd: false };
  let depth = 0;
  let isOdd = odd.some((keyword) => schema[keyword] !== undefined);
  for (const inner of innerSchemas(schema)) {
    const found = surveyOf(inner);
    depth = Math.max(depth, found.depth);
    isOdd ||= found.isOdd;
  }
  for (const keyword of nested) {
    depth += Object.keys(schema[keyword] ?? {}).length;
  }
  const { enum: values, pattern } = schema;
  isOdd ||=
    (Array.isArray(values) && values.length === 0) ||
    (typeof pattern === "string" && !isExpression(pattern)) ||
    !namesOf(schema["patternProperties"]).every(isExpression) ||
    !["properties", "patternProperties", "dependentSchemas"].every((keyword) =>
      namesOf(schema[keyword]).every(isText),
    );
  return { depth: depth + LEVEL, isOdd };
}

function namesOf(members: Json | undefined): string[] {
  return isObject(members) ? Object.keys(members) : [];
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Half of a pair of surrogates is no text. */
function isText(name: string): boolean {
  return !/\p{Cs}/u.test(name);
}
