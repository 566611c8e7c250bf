import { randomBytes } from "node:crypto";

import type { EnvVariable } from "../../model/app-model.js";

const note = [
  "# This machine's own settings; git ignores the file. The secrets are random and good for local deliveries",
  "# (`frameio-gen trigger`). Put the secret that the sender shows you in their place to receive real ones.",
].join("\n");

/**
 * Text of `.env` for local work: the app's `.env.example` with a random secret for every variable that must be set.
 *
 * @returns undefined when no variable must be set
 */
export function localEnv(
  example: string,
  variables: readonly EnvVariable[],
  random: (bytes: number) => Buffer = randomBytes,
): string | undefined {
  const required = variables.filter((variable) => variable.required);
  if (required.length === 0) return undefined;
  const filled = required.reduce(
    (text, { name }) =>
      text.replace(
        new RegExp(`^${name}=$`, "m"),
        `${name}=${random(32).toString("hex")}`,
      ),
    example.replace(/^# Copy to \.env.*\n/, ""),
  );
  return `${note}\n${filled.startsWith("\n") ? "" : "\n"}${filled}`;
}
