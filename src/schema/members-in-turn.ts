import type { Ajv2020, CodeKeywordDefinition } from "ajv/dist/2020.js";

/**
 * Has ajv write the checks of an object's members one after the other. Where it looks for the first error alone, it would nest them,
 * each in the one before: thousands of members are too deep for whoever reads such code, and most of it is indentation.
 */
export function checkMembersInTurn(ajv: Ajv2020): void {
  const keyword = ajv.getKeyword("properties") as CodeKeywordDefinition;
  const { code } = keyword;
  keyword.code = (context) => {
    let isOpen = false;
    // Asked for after each member: what follows is for values that were valid so far.
    context.ok = (valid) => {
      if (context.allErrors) return;
      if (isOpen) context.gen.endIf();
      isOpen = true;
      context.gen.if(valid);
    };
    code(context);
  };
}
