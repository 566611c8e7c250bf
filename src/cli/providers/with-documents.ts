import type { OpenApp } from "../app/open-app.js";
import { openTool } from "../tool.js";

/** The app as it would be with other texts of pinned documents, by their paths. */
export function withDocuments(
  app: OpenApp,
  texts: ReadonlyMap<string, string>,
): OpenApp {
  return { ...app, tool: openTool(app.workspace, texts) };
}
