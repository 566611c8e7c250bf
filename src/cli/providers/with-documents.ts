import type { FileEdit } from "../../reconcile/file-edit.js";
import type { OpenApp } from "../app/open-app.js";
import { openTool } from "../tool.js";

/** The app as it would be with other texts of pinned documents, by their paths. */
export function withDocuments(
  app: OpenApp,
  texts: ReadonlyMap<string, string>,
): OpenApp {
  return texts.size === 0
    ? app
    : { ...app, tool: openTool(app.workspace, texts) };
}

/** What writes them. */
export function documentEdits(
  texts: ReadonlyMap<string, string>,
): readonly FileEdit[] {
  return [...texts].map(([path, text]) => ({ kind: "write", path, text }));
}
