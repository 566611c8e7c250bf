import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";

/** What messages call our own templates. */
export const OURS = "frameio-gen";

/** Who wrote which key of which file first, so that two who differ can both be named. */
export class Writers {
  readonly found: Diagnostic[] = [];
  private readonly first = new Map<string, { who: string; value: string }>();

  /**
   * @param value what is written, as text to compare
   * @param file where the writer says so
   * @returns whether it is to be written: nobody did so before
   */
  claim(
    target: string,
    key: string,
    value: string,
    { who, file }: { readonly who: string; readonly file: string },
  ): boolean {
    const id = JSON.stringify([target, key]);
    const before = this.first.get(id);
    if (before === undefined) {
      this.first.set(id, { who, value });
      return true;
    }
    if (before.value !== value)
      this.dispute(target, key, before.who, who, file);
    return false;
  }

  /** Two want it differently. */
  dispute(
    target: string,
    key: string,
    one: string,
    other: string,
    file: string,
  ): void {
    this.found.push({
      code: "FG708",
      severity: "error",
      message: `${one} and ${other} both write ${key === "" ? quote(target) : `${key} of ${quote(target)}`}, differently`,
      file,
    });
  }

  /** An override of what nobody writes (any more). */
  nothing(
    target: string,
    key: string,
    { who, file }: { readonly who: string; readonly file: string },
  ): void {
    this.found.push({
      code: "FG713",
      severity: "error",
      message: `${who} overrides ${key} of ${quote(target)}, which nobody writes`,
      file,
    });
  }

  /** An override of all keys below one, whoever wrote them. */
  section(
    target: string,
    key: string,
    { who, file }: { readonly who: string; readonly file: string },
  ): void {
    this.found.push({
      code: "FG707",
      severity: "error",
      message: `${who} overrides ${key} of ${quote(target)} as a whole, which has keys of its own`,
      file,
      hint: "Name the keys that it is to replace.",
    });
  }

  /** Who wrote a key; ours, unless a layer did. */
  writerOf(target: string, key: string): string {
    return this.first.get(JSON.stringify([target, key]))?.who ?? OURS;
  }
}
