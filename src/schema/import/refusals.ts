import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { presetNames } from "../delivery-presets.js";
import type { JsonObject } from "../parse-document.js";
import { isOpenapi } from "./read-openapi.js";
import type { ProviderSource } from "./source.js";

/** A document that is read, but describes no event types: what it is instead. */
export function cannotUse(root: JsonObject, name: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG215",
      severity: "error",
      message: `${quote(name)} ${whatItIs(root)}`,
    },
  ]);
}

function whatItIs(root: JsonObject): string {
  if (isOpenapi(root)) {
    return "has no `webhooks`, and no `callbacks` either: it says what the provider is asked, and not what it sends";
  }
  if (root["swagger"] !== undefined) {
    return `is Swagger ${String(root["swagger"])}, which has no word for webhooks`;
  }
  if (root["asyncapi"] !== undefined) {
    return `is AsyncAPI ${String(root["asyncapi"])}: versions 2 and 3 are known here`;
  }
  return "is no description of event types that is known here";
}

/** A source in which nothing is an event type. */
export function holdsNone(source: ProviderSource): FrameioGenError {
  const isEmpty =
    source.kind === "folder" &&
    [...source.files.keys()].every((path) => path === "package.json");
  const what = isEmpty
    ? "holds no schemas: no JSON, no YAML"
    : "describes no event types";
  return new FrameioGenError([
    {
      code: "FG215",
      severity: "error",
      message: `${quote(source.name)} ${what}`,
    },
  ]);
}

/** A source that says nothing of signatures, as most do, where nobody else says it either. */
export function saysNoSignature({ name }: ProviderSource): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG203",
      severity: "error",
      message: `${quote(name)} does not say how its deliveries are signed`,
      hint: `Add \`--signature <preset>\`, one of ${presetNames.join(", ")}; or describe it in a file, such as {"signature":{"algorithm":"hmac-sha256","header":"x-signature","signed":"{body}","encoding":"hex"}}, and add \`--delivery <file>\`.`,
    },
  ]);
}

/** Names the source in what is wrong with its text. */
export function inSource<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    throw new FrameioGenError(
      error.diagnostics.map((found) => ({ file: name, ...found })),
      { cause: error },
    );
  }
}
