import { parseEnv } from "node:util";

import type { EnvVariable } from "../../model/app-model.js";
import type { Disk } from "../../workspace/workspace.js";
import type { CliContext } from "../context.js";

/** The environment as the app sees it: `.env`, and over it what is set already. Empty values count as not set. */
export function appEnvironment(
  disk: Disk,
  env: CliContext["env"],
): Readonly<Record<string, string>> {
  const file = disk.read(".env");
  const merged = {
    ...(file === undefined ? {} : parseEnv(file.text.replace(/^\uFEFF/, ""))),
    ...env,
  };
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, value]],
    ),
  );
}

/** Where the app listens, seen from this machine. */
export function appAddress(
  environment: Readonly<Record<string, string>>,
): string {
  const { HOST = "", PORT = "3000" } = environment;
  const anywhere = ["", "0.0.0.0", "::", "localhost"].includes(HOST);
  const host = anywhere ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

/** Names of the variables that the app needs and does not find. */
export function unsetVariables(
  variables: readonly EnvVariable[],
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  return variables
    .filter(
      ({ name, required }) => required && !Object.hasOwn(environment, name),
    )
    .map(({ name }) => name);
}
