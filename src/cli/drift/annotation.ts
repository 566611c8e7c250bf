import { relative, sep } from "node:path";

import type { Drift } from "./find-drift.js";

/**
 * A workflow command that GitHub shows at the file in a pull request.
 *
 * @param root absolute path of the app
 * @param workspace absolute path of the checkout: annotations are relative to it
 */
export function annotation(
  { path, reason, severity, message, line, hint }: Drift,
  root: string,
  workspace: string | undefined,
): string {
  const folder = workspace === undefined ? "" : relative(workspace, root);
  const file =
    folder === "" || folder.startsWith("..")
      ? path
      : `${folder.split(sep).join("/")}/${path}`;
  const place = [
    `file=${property(file)}`,
    ...(line === undefined ? [] : [`line=${line}`]),
  ].join(",");
  const text = `${path} ${message}. ${hint}`;
  return `::${severity} ${place},title=${property(`frameio-gen check: ${reason}`)}::${data(text)}`;
}

function data(text: string): string {
  return text
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
