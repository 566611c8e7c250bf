import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { EventCatalog, Json } from "../../schema/catalog.js";
import type { SaidOfDeliveries } from "../../schema/import/describe-delivery.js";
import { importProvider } from "../../schema/import/import-provider.js";
import type { ProviderSource } from "../../schema/import/source.js";
import { isObject } from "../../schema/parse-document.js";
import { pinnedAs, pinnedDigest } from "../../schema/pinned-digest.js";
import { pinnedPath } from "../../schema/pinned-providers.js";
import type { OpenApp } from "../app/open-app.js";

export interface AskedDocument extends Pick<
  SaidOfDeliveries,
  "delivery" | "signature"
> {
  /** Key of the manifest's `providers`. */
  readonly provider: string;
  /** The manifest's `schema`, such as `./schemas/acme.json`. */
  readonly schema: string;
  readonly source: ProviderSource;
  /** What somebody wrote into the document may go: it was accepted, or nothing is written. */
  readonly accept: boolean;
}

export interface RenewedDocument {
  /** From the root. */
  readonly path: string;
  /** As it is to be; undefined where what is there stays. */
  readonly text: string | undefined;
  /** For the lockfile: what the description says. */
  readonly pinned: ReturnType<typeof pinnedAs>;
  readonly catalog: EventCatalog;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes the document that is pinned for a provider. What the one that is there says of deliveries stays, where nobody says otherwise now.
 *
 * @throws FrameioGenError FG233 where the text of somebody else would go, and with everything that is wrong with the source
 */
export function renewDocument(
  { lockfile, workspace }: OpenApp,
  { provider, schema, source, accept, ...said }: AskedDocument,
): RenewedDocument {
  const path = pinnedPath(schema);
  const before = workspace.read(path)?.text;
  const locked = lockfile?.providers[provider];
  const isOurs = locked?.schema === schema;
  const known = isOurs ? deliveryOf(before) : undefined;
  const imported = importProvider(source, {
    id: schema,
    title: provider,
    ...said,
    ...(known === undefined ? {} : { known }),
  });
  const { documentText, catalog } = imported;
  const warnings = [...imported.warnings];
  const same = {
    path,
    text: undefined,
    pinned: pinnedAs(documentText),
    catalog,
    warnings,
  };
  if (documentText === before) return same;
  if (before !== undefined && !isOurs) throw othersFile(path);
  const pinned = locked?.pinned;
  if (
    before !== undefined &&
    pinned !== undefined &&
    pinnedDigest(before) !== pinned
  ) {
    // Nothing is new, so that what somebody wrote there stays.
    if (
      pinnedDigest(documentText) === pinned &&
      JSON.stringify(known) === JSON.stringify(deliveryOf(documentText))
    )
      return same;
    if (!accept) throw refusedEdits(path);
    warnings.push(lostEdits(path));
  }
  return { ...same, text: documentText };
}

function deliveryOf(documentText: string | undefined): Json | undefined {
  try {
    const document: unknown = JSON.parse(documentText ?? "{}");
    return isObject(document) ? document["x-webhook-delivery"] : undefined;
  } catch {
    // Somebody damaged it; the new one takes its place.
    return undefined;
  }
}

function lostEdits(file: string): Diagnostic {
  return {
    code: "FG233",
    severity: "warning",
    message:
      "The document was edited by hand, and the new description takes its place as a whole",
    file,
    hint: "Write your edits into it again afterwards, or take it back with `npx frameio-gen undo`.",
  };
}

function refusedEdits(file: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG233",
      severity: "error",
      message:
        "The document was edited by hand, and the new description would take its place as a whole",
      file,
      hint: "See first what that changes, with `--dry-run`; write it all the same with `--accept`.",
    },
  ]);
}

function othersFile(file: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG233",
      severity: "error",
      message: `${quote(file)} is there already, and is not what the tool pinned`,
      file,
      hint: "Move it elsewhere, and give that as the description; or choose another `--name`.",
    },
  ]);
}
