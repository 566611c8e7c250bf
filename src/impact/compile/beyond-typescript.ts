import { FrameioGenError } from "../../diagnostics/diagnostic.js";

/** Types that lead to each other over a thousand steps are more than the stack of TypeScript 5 holds. */
export function beyondTypeScript(cause: RangeError): FrameioGenError {
  return new FrameioGenError(
    [
      {
        code: "FG212",
        severity: "error",
        message:
          "TypeScript 5 cannot follow the app's types: they lead to each other over too many steps",
        hint: "Look in the provider's pinned document for a chain of hundreds of schemas, such as `allOf` of one that is the `allOf` of another, and put it together.",
      },
    ],
    { cause },
  );
}
