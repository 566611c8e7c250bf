import { resolve } from "node:path";

import { quote } from "../../diagnostics/printable.js";
import { providerProblem } from "../../manifest/names.js";
import type { Json } from "../../schema/catalog.js";
import { readIfPresent } from "../../workspace/surroundings.js";
import { pinnedAs, pinnedDigest } from "../../schema/pinned-digest.js";
import type { OpenApp } from "../app/open-app.js";
import type { CliContext } from "../context.js";
import {
  type AskedProvider,
  failure,
  type NewProvider,
  refuse,
} from "./new-provider.js";
import { withDocuments } from "./with-documents.js";

/**
 * A provider as a document describes it, which is to be pinned in the app.
 *
 * @throws FrameioGenError with everything that is wrong with flags or document
 */
export async function describedProvider(
  context: CliContext,
  app: OpenApp,
  { named, name, signature, delivery }: AskedProvider,
): Promise<NewProvider> {
  if (name === undefined)
    throw failure("FG505", {
      message: "The provider's name is missing",
      hint: "Add `--name`, such as `--name acme`.",
    });
  refuse(providerProblem(name));
  const { openSource } = await import("./open-source.js");
  const { importProvider } =
    await import("../../schema/import/import-provider.js");
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
  const imported = importProvider(opened.source, {
    id: schema,
    title: name,
    ...(described !== undefined && { delivery: described }),
    ...(signature !== undefined && { signature }),
  });
  const file = { path: schema.slice(2), text: imported.documentText };
  const before = app.workspace.read(file.path)?.text;
  const pinned = app.lockfile?.providers[name]?.pinned;
  if (before !== undefined && pinned !== undefined) {
    const there = pinnedDigest(before);
    if (there !== pinned && there !== pinnedDigest(file.text))
      throw failure("FG233", {
        message: `${quote(file.path)} was edited by hand, and would be replaced as a whole`,
        hint: "Renew it with `npx frameio-gen types --schema`, which says first what that changes.",
      });
  }
  return {
    name,
    schema,
    pin: { ...opened.pin, ...pinnedAs(imported.documentText) },
    app: withDocuments(app, new Map([[file.path, file.text]])),
    edits: [{ kind: "write", ...file }],
    events: imported.catalog.events.map((event) => event.name),
    warnings: [...opened.warnings, ...imported.warnings],
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
