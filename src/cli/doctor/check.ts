import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Manifest } from "../../manifest/manifest.js";
import type { OpenApp } from "../app/open-app.js";
import type { CliContext } from "../context.js";

/** What the checks look at. The manifest is absent when it has mistakes. */
export interface Patient extends OpenApp {
  readonly manifest: Manifest | undefined;
  /** As the app sees it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What is wrong; nothing can be said where the manifest is broken. */
export type Finding = readonly Diagnostic[] | "not looked at";

/** One thing that the doctor looks at. */
export interface Check {
  readonly title: string;
  readonly run: (
    context: CliContext,
    patient: Patient,
  ) => Finding | Promise<Finding>;
}
