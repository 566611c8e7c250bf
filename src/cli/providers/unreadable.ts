import { FrameioGenError } from "../../diagnostics/diagnostic.js";

/** The source of a provider cannot be read. */
export function unreadable(message: string, hint?: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG214",
      severity: "error",
      message,
      ...(hint !== undefined && { hint }),
    },
  ]);
}
