import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { SecretSource } from "../../manifest/manifest.js";

/** Variable that gives the secret for one delivery, where the app finds its own by a resolver. */
export const TRIGGER_VARIABLE = "FRAMEIO_TRIGGER_SECRET";

/**
 * The secret that the app will try for a delivery.
 *
 * @param given by `--secret-value`
 * @throws FrameioGenError FG515 that names the variable that is missing
 */
export function signingSecret(
  source: SecretSource,
  environment: Readonly<Record<string, string>>,
  given: string | undefined,
): string {
  const explicit = given ?? environment[TRIGGER_VARIABLE];
  if (explicit !== undefined) return explicit;
  if (source.kind === "resolver") {
    throw missing(
      `The secret comes from ${source.name} in src/secrets.ts, which only the app can ask`,
      `Give the secret that ${source.name} returns with \`--secret-value\`, or in the variable ${TRIGGER_VARIABLE}.`,
    );
  }
  const name = source.variables.find((variable) =>
    Object.hasOwn(environment, variable),
  );
  const value = name === undefined ? undefined : environment[name];
  if (value !== undefined) return value;
  const [first = ""] = source.variables;
  throw missing(
    `${source.variables.join(", ")} ${source.variables.length === 1 ? "is" : "are"} not set, neither in the environment nor in .env`,
    `Copy .env.example to .env and set ${first}, or give the secret with \`--secret-value\`.`,
  );
}

function missing(message: string, hint: string): FrameioGenError {
  return new FrameioGenError([
    { code: "FG515", severity: "error", message, hint },
  ]);
}
