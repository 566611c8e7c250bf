import { _, type Ajv2020, type CodeKeywordDefinition } from "ajv/dist/2020.js";

/**
 * Has ajv ask for multiples as people do: 135.54 is one of 0.01, though the division of the nearest binary numbers has a remainder in the
 * last of its digits, and so are numbers of more than 21 digits, which ajv itself reads wrong.
 */
export function checkMultiplesAsWritten(ajv: Ajv2020): void {
  const keyword = ajv.getKeyword("multipleOf") as CodeKeywordDefinition;
  keyword.code = (context) => {
    const { gen, data, schemaCode } = context;
    const times = gen.let("times");
    // Two roundings of half a digit each, and one of the division.
    context.fail(
      _`(${times} = ${data}/${schemaCode}, !(Math.abs(Math.round(${times}) - ${times}) <= Math.abs(${times}) * 4e-16))`,
    );
  };
}
