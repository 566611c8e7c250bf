import type { Impact } from "../../impact/impact.js";
import { planImpact } from "../../impact/plan-impact.js";
import type { Lockfile } from "../../lockfile/lockfile.js";
import { openProgramFiles } from "../../workspace/program-files.js";
import type { OpenApp } from "../app/open-app.js";
import { planApp, type PlanOptions } from "../app/plan-app.js";
import { documentEdits, withDocuments } from "../providers/with-documents.js";
import type { NewDocuments } from "./new-documents.js";

export interface Renewal
  extends
    Pick<NewDocuments, "documents" | "pins">,
    Pick<PlanOptions, "conflicts"> {
  readonly renames: ReadonlyMap<string, string>;
  /** Provider that the renames are of; default: any. */
  readonly only?: string | undefined;
}

/** What becomes of an app that was generated once new descriptions of its providers take the place of the old ones. */
export function planRenewal(
  app: OpenApp & { readonly lockfile: Lockfile },
  { documents, pins, renames, only, conflicts }: Renewal,
): Promise<Impact> {
  const later = withDocuments(app, documents);
  const writes = documentEdits(documents);
  return planImpact({
    manifestText: app.manifestText,
    disk: app.workspace,
    lockfile: app.lockfile,
    before: app.tool,
    now: later.tool,
    files: openProgramFiles(app.root),
    renames,
    only,
    generate: ({ manifestText, edits }) =>
      planApp(later, {
        manifestText,
        edits: [...writes, ...edits],
        ...(conflicts === undefined ? {} : { conflicts }),
        pins,
      }),
  });
}
