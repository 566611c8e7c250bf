import { verifyingKey } from "../../../templates/app/src/frameio/kernel/verification/signature-key.gen.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { DeliveryDescription } from "../../schema/catalog.js";
import type { Finding, Patient } from "./check.js";

/** Fewer bytes than that can be tried out one after the other; no provider gives out so few. */
const FEWEST_BYTES = 16;

/** Whether the app finds every variable that it needs, as it does itself when it starts. White space counts as nothing. */
export function missingVariables({
  manifest,
  tool,
  environment,
}: Patient): Finding {
  if (manifest === undefined) return "not looked at";
  const isSet = (name: string) => (environment[name] ?? "").trim() !== "";
  const users = new Map<string, Set<string>>();
  for (const { secret, events } of manifest.webhooks) {
    if (secret.kind !== "env") continue;
    for (const name of secret.variables.filter((one) => !isSet(one)))
      users.set(name, new Set([...(users.get(name) ?? []), ...events]));
  }
  const secrets = [...users].map(
    ([name, events]) =>
      `${name} is not set: the secret of the webhook for ${[...events].join(", ")}`,
  );
  const tokens = Object.entries(manifest.providers).flatMap(
    ([id, { schema }]) => {
      const challenge = tool.providers.load(schema)?.catalog.delivery.challenge;
      const token =
        challenge !== undefined && "query" in challenge
          ? challenge.token
          : undefined;
      return token === undefined || isSet(token.variable)
        ? []
        : [
            `${token.variable} is not set: the token that ${id} sends when it asks whether this address takes its deliveries`,
          ];
    },
  );
  return [...secrets, ...tokens].map((message) => ({
    code: "FG602",
    severity: "error",
    message,
  }));
}

/** Whether secrets are of the form that their provider gives out. Their values are never told. */
export function malformedSecrets({
  manifest,
  tool,
  environment,
}: Patient): Finding {
  if (manifest === undefined) return "not looked at";
  const told = new Map<string, Diagnostic>();
  for (const { secret, provider } of manifest.webhooks) {
    const schema = manifest.providers[provider]?.schema ?? "";
    const delivery = tool.providers.load(schema)?.catalog.delivery;
    if (secret.kind !== "env" || delivery === undefined) continue;
    for (const variable of secret.variables)
      for (const name of [variable, `${variable}_PREVIOUS`]) {
        const value = environment[name] ?? "";
        if (value.trim() === "") continue;
        const found = problemOf(value, delivery.signature);
        if (found === undefined) continue;
        const { severity, message } = found;
        told.set(`${name} ${provider}`, {
          code: "FG611",
          severity,
          message: `${name} ${message.replace("{provider}", provider)}`,
        });
      }
  }
  return [...told.values()];
}

function problemOf(
  value: string,
  signature: DeliveryDescription["signature"],
): Pick<Diagnostic, "severity" | "message"> | undefined {
  const key = verifyingKey(signature, value);
  if (key === undefined) {
    const encoding = signature.secret?.encoding ?? "utf8";
    const form =
      signature.algorithm === "ed25519"
        ? "an ed25519 public key"
        : `a ${encoding} secret`;
    return {
      severity: "error",
      message: `is not ${form}, which {provider} signs with`,
    };
  }
  if (/^(["'`]).*\1$/s.test(value))
    return warning("has quotation marks at its ends, which count");
  const isText = (signature.secret?.encoding ?? "utf8") === "utf8";
  if (isText && signature.algorithm !== "ed25519" && value !== value.trim())
    return warning("has white space at its ends, which counts");
  if ((key.symmetricKeySize ?? FEWEST_BYTES) < FEWEST_BYTES)
    return warning(
      "is shorter than any secret that a provider gives out: it may be cut off",
    );
  return undefined;
}

function warning(message: string): Pick<Diagnostic, "severity" | "message"> {
  return { severity: "warning", message };
}
