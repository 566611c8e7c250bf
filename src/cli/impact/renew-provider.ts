import { parseRenames } from "../../impact/renames.js";
import type { Lockfile } from "../../lockfile/lockfile.js";
import type { OpenApp } from "../app/open-app.js";
import { isUpToDate } from "../app/up-to-date.js";
import type { CliContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import type { NewProvider } from "../providers/new-provider.js";
import { finishImpact, type ImpactOptions } from "./finish-impact.js";
import { NO_IMPACT } from "./no-impact.js";
import { planRenewal } from "./plan-renewal.js";

export interface RenewProviderOptions extends Omit<
  ImpactOptions,
  "markdown" | "unread"
> {
  /** Each as `old=new`. */
  readonly renames: readonly string[];
  readonly conflicts: "report" | "inline";
}

/** `add-provider` of one that is there: what its new description breaks is told before anything is written, as `types` does it. */
export async function renewProvider(
  context: CliContext,
  app: OpenApp & { readonly lockfile: Lockfile },
  { name, documents, pins, warnings }: NewProvider,
  { renames, conflicts, ...options }: RenewProviderOptions,
): Promise<ExitCode> {
  const finishing = { ...options, markdown: false, unread: warnings };
  const isSame =
    documents.size === 0 &&
    Object.keys(pins).length === 0 &&
    renames.length === 0 &&
    isUpToDate(app);
  const impact = isSame
    ? NO_IMPACT
    : await planRenewal(app, {
        documents,
        pins,
        renames: parseRenames(renames),
        only: name,
        conflicts,
      });
  return finishImpact(context, app, impact, finishing);
}
