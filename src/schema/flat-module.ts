import { _, type Code, nil } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import type { SchemaEnv } from "ajv/dist/compile/index.js";

/**
 * The module that ajv's `standaloneCode` makes, in another order: function by function, where ajv puts what a function calls before it,
 * and what that calls before that, until the stack overflows.
 *
 * @param ids of all functions, those that others call included; each is compiled, and an identifier
 */
export function flatModule(ajv: Ajv2020, ids: readonly string[]): string {
  const used = {};
  const functions = ids.map((id) => {
    const source = ajv.getSchema(id)?.source;
    if (source === undefined) throw new Error(`${id} is not compiled`);
    const { scopeValues, validateName, validateCode, evaluated } = source;
    const constants = ajv.scope.scopeCode(scopeValues, used, inItsTurn);
    const said =
      evaluated === undefined
        ? nil
        : _`${validateName}.evaluated = ${evaluated};`;
    return [
      `export const ${id} = ${String(validateName)};`,
      String(constants),
      String(validateCode),
      String(said),
    ].join("\n");
  });
  return ['"use strict";', ...functions].join("\n");
}

type GetCode = NonNullable<Parameters<Ajv2020["scope"]["scopeCode"]>[2]>;

/** What another function is called by: that function comes in its turn. */
function inItsTurn(name: Parameters<GetCode>[0]): Code | undefined {
  if (name.prefix === "validate") return nil;
  if (name.prefix !== "root" && name.prefix !== "wrapper") return undefined;
  const schema = name.value?.ref as SchemaEnv | undefined;
  const validateName = schema?.validateName;
  return validateName && _`const ${name} = {validate: ${validateName}};`;
}
