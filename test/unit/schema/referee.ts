import { Ajv2020 } from "ajv/dist/2020.js";

/** Ajv as its authors publish it, but for multiples, in which it takes the nearest binary number for the one that is written. */
export function newReferee(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
  });
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    compile: (step: number) => (value: number) => isMultiple(value, step),
  });
  return ajv;
}

/** By their decimals, of which 15 are sure. */
function isMultiple(value: number, step: number): boolean {
  const [a, b] = [decimals(value), decimals(step)];
  const least = Math.min(a.exponent, b.exponent);
  const whole = ({ digits, exponent }: typeof a) =>
    digits * 10n ** BigInt(exponent - least);
  return whole(a) % whole(b) === 0n;
}

function decimals(value: number) {
  const [mantissa, exponent] = value.toExponential(14).split("e");
  return {
    digits: BigInt(mantissa!.replace(".", "")),
    exponent: Number(exponent) - 14,
  };
}
