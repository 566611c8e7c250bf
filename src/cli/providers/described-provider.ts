import { resolve } from "node:path";

import { quote } from "../../diagnostics/printable.js";
import { providerProblem } from "../../manifest/names.js";
import type { Json } from "../../schema/catalog.js";
import { readIfPresent } from "../../workspace/surroundings.js";
import type { OpenApp } from "../app/open-app.js";
import type { CliContext } from "../context.js";
import {
  type AskedProvider,
  failure,
  type NewProvider,
  refuse,
} from "./new-provider.js";

/**
 * A provider as a document describes it, which is to be pinned in the app.
 *
 * @throws FrameioGenError with everything that is wrong with flags or document
 */
export async function describedProvider(
  context: CliContext,
  app: OpenApp,
  { named, name, signature, delivery, accept }: AskedProvider,
): Promise<NewProvider> {
  if (name === undefined)
    throw failure("FG505", {
      message: "The provider's name is missing",
      hint: "Add `--name`, such as `--name acme`.",
    });
  refuse(providerProblem(name));
  const { openSource } = await import("./open-source.js");
  const { renewDocument } = await import("./renew-document.js");
  const opened = await openSource(context, {
    named,
    provider: name,
    root: app.root,
  });
  const schema = `./schemas/${name}.json`;
  const described =
    delivery === undefined
      ? undefined
      : deliveryIn(resolve(context.cwd, delivery));
  const { path, text, pinned, catalog, warnings } = renewDocument(app, {
    provider: name,
    schema,
    source: opened.source,
    accept,
    ...(described !== undefined && { delivery: described }),
    ...(signature !== undefined && { signature }),
  });
  const known = app.lockfile?.providers[name];
  const documents = new Map(text === undefined ? [] : [[path, text]]);
  return {
    name,
    schema,
    source: opened.pin.source,
    documents,
    pins:
      text === undefined && known?.source === opened.pin.source
        ? {}
        : { [name]: { ...opened.pin, ...pinned } },
    isThere: known?.schema === schema,
    events: catalog.events.map((event) => event.name),
    warnings: [...opened.warnings, ...warnings],
  };
}

/** @throws FrameioGenError FG214 when the file holds no JSON object */
function deliveryIn(path: string): Json {
  try {
    const value = JSON.parse(readIfPresent(path) ?? "") as Json;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // Told below.
  }
  throw failure("FG214", {
    message: `${quote(path)} holds no JSON object that describes deliveries`,
    hint: "Write signature, event, contentType, timeoutSeconds and retry, as `x-webhook-delivery` of an OpenAPI document.",
  });
}
