import type { SecretResolver } from "./frameio/index.gen.js";

/**
 * Finds the signing secret of a delivery. `hint` is what the sender claims, not yet verified: look up by it, decide nothing by it.
 * Found secrets are kept for 5 minutes, misses for 30 seconds. Several secrets may be returned while one is rotated.
 */
export const byAccount: SecretResolver = ({ hint }) => {
  // A map from workspace to secret in one variable: replace it with the store where you keep yours.
  const text = process.env["WEBHOOK_SECRETS"] ?? "{}";
  const secrets = JSON.parse(text) as Record<string, string>;
  return hint.workspaceId && secrets[hint.workspaceId];
};

/**
 * Finds the signing secret of a delivery. `hint` is what the sender claims, not yet verified: look up by it, decide nothing by it.
 * Found secrets are kept for 5 minutes, misses for 30 seconds. Several secrets may be returned while one is rotated.
 */
export const byWorkspace: SecretResolver = ({ hint }) => {
  // A map from workspace to secret in one variable: replace it with the store where you keep yours.
  const text = process.env["WEBHOOK_SECRETS"] ?? "{}";
  const secrets = JSON.parse(text) as Record<string, string>;
  return hint.workspaceId && secrets[hint.workspaceId];
};
