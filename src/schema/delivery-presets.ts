import type { Json } from "./catalog.js";

type Members = { readonly [key: string]: Json };

/**
 * Signature schemes that many providers share, by name. A description names one with `preset` and says what is different: of the
 * signature and of a timestamp in a header, member by member; else whole. `null` takes a member away.
 */
export const deliveryPresets = {
  /** Frame.io; Slack with other headers. */
  "frameio-v0": {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-frameio-signature",
      signed: "v0:{timestamp}:{body}",
      encoding: "hex",
      prefix: "v0=",
    },
    timestamp: {
      header: "x-frameio-request-timestamp",
      unit: "seconds",
      toleranceSeconds: 300,
    },
  },
  /** GitHub; others with their own header. Nothing of it says when it was signed. */
  "github-sha256": {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-hub-signature-256",
      signed: "{body}",
      encoding: "hex",
      prefix: "sha256=",
    },
  },
  /** GitHub with its events: `issues.opened` is `issues` of the header and `opened` of the payload. */
  github: {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-hub-signature-256",
      signed: "{body}",
      encoding: "hex",
      prefix: "sha256=",
    },
    id: { header: "x-github-delivery" },
    event: { header: "x-github-event", pointer: "/action", separator: "." },
  },
  stripe: {
    signature: {
      algorithm: "hmac-sha256",
      header: "stripe-signature",
      signed: "{timestamp}.{body}",
      encoding: "hex",
      prefix: "v1=",
      separator: ",",
    },
    timestamp: {
      header: "stripe-signature",
      prefix: "t=",
      separator: ",",
      unit: "seconds",
      toleranceSeconds: 300,
    },
    id: { pointer: "/id" },
    event: { pointer: "/type" },
  },
  /** https://www.standardwebhooks.com, with a shared secret. */
  "standard-webhooks": {
    signature: {
      algorithm: "hmac-sha256",
      header: "webhook-signature",
      signed: "{id}.{timestamp}.{body}",
      encoding: "base64",
      prefix: "v1,",
      separator: " ",
      secret: { encoding: "base64", prefix: "whsec_" },
    },
    timestamp: {
      header: "webhook-timestamp",
      unit: "seconds",
      toleranceSeconds: 300,
    },
    id: { header: "webhook-id" },
    event: { pointer: "/type" },
  },
  /** The same with a key pair: the app has the public key only. */
  "standard-webhooks-ed25519": {
    signature: {
      algorithm: "ed25519",
      header: "webhook-signature",
      signed: "{id}.{timestamp}.{body}",
      encoding: "base64",
      prefix: "v1a,",
      separator: " ",
      secret: { encoding: "base64", prefix: "whpk_" },
    },
    timestamp: {
      header: "webhook-timestamp",
      unit: "seconds",
      toleranceSeconds: 300,
    },
    id: { header: "webhook-id" },
    event: { pointer: "/type" },
  },
  /** Nothing of it says when it was signed; the event is named in a header. */
  "shopify-base64": {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-shopify-hmac-sha256",
      signed: "{body}",
      encoding: "base64",
      prefix: "",
    },
    id: { header: "x-shopify-webhook-id" },
    event: { header: "x-shopify-topic" },
  },
} as const satisfies Readonly<Record<string, Members>>;

export type PresetName = keyof typeof deliveryPresets;

/** What stands in names of events where a folder of schemas has folders, when that is no point: `orders/create.json`. */
const folderSeparators: Readonly<Partial<Record<PresetName, string>>> = {
  "shopify-base64": "/",
};

/** @param description with or without its preset filled in */
export function folderSeparator(description: Json): string {
  const preset = isMembers(description) ? description["preset"] : undefined;
  return typeof preset === "string" && isPreset(preset)
    ? (folderSeparators[preset] ?? ".")
    : ".";
}

export const presetNames = Object.keys(deliveryPresets) as PresetName[];

/** A description with its preset filled in; anything else as it is, for the schema to judge. */
export function withPreset(description: Json | undefined): Json | undefined {
  if (!isMembers(description)) return description;
  const { preset, ...own } = description;
  if (typeof preset !== "string" || !isPreset(preset)) return description;
  const base: Members = deliveryPresets[preset];
  return over(
    base,
    own,
    (key, value) =>
      key === "signature" || (key === "timestamp" && !("pointer" in value)),
  );
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(deliveryPresets, name);
}

/** Members over members; those that `deep` names are merged, the others replaced. */
function over(
  base: Members,
  own: Members,
  deep: (key: string, value: Members) => boolean,
): Members {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(own)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isMembers(value) && isMembers(before) && deep(key, value)) {
      merged.set(
        key,
        over(before, value, () => true),
      );
    } else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function isMembers(value: Json | undefined): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
