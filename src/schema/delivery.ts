/**
 * How a provider's deliveries are signed, named, timed and answered: the `x-webhook-delivery` extension of its document, with its preset
 * filled in. The kernel has the same declarations. Header names are lower case; a pointer is a JSON pointer into the
 * payload.
 */
export interface DeliveryDescription {
  readonly signature: SignatureDescription;
  readonly timestamp?: TimestampDescription;
  /** What a delivery keeps when it is sent again. */
  readonly id?: { readonly header: string } | { readonly pointer: string };
  readonly event: EventNameDescription;
  /** Pointers to the thing that the event is about. */
  readonly resource?: { readonly id: string; readonly type?: string };
  /** Where deliveries hold several events: pointer to the list, `""` where the body is the list. */
  readonly batch?: { readonly pointer: string };
  /** Deliveries can arrive in any order: this member tells the right one. */
  readonly order?: { readonly pointer: string };
  /** Deliveries that are sent to try the endpoint out, and are about nothing. */
  readonly tests?: TestDescription;
  /** Requests that prove who owns the endpoint. */
  readonly challenge?: ChallengeDescription;
  readonly contentType: string;
  /** The provider waits this long for an answer. */
  readonly timeoutSeconds: number;
  readonly retry: {
    /** The first one included. */
    readonly attempts: number;
    /** Before attempts 2 to n, where they are known. */
    readonly delaysSeconds?: readonly number[];
  };
  readonly userAgent?: string;
}

export interface SignatureDescription {
  readonly algorithm: "hmac-sha256" | "hmac-sha512" | "hmac-sha1" | "ed25519";
  readonly header: string;
  /** What is signed: `{timestamp}`, `{id}` and `{header:<name>}` as received, `{url}` or `{path}` as called, and `{body}`, the raw bytes, once. */
  readonly signed: string;
  readonly encoding: "hex" | "hex-uppercase" | "base64" | "base64url";
  /** Stands before the encoded signature. */
  readonly prefix: string;
  /** Stands between the items of a header that holds several; only those with the prefix count. */
  readonly separator?: string;
  /** How secrets are written; as they are where this is absent. */
  readonly secret?: {
    readonly encoding: "utf8" | "hex" | "base64";
    /** May stand before a secret, and is no part of it. */
    readonly prefix?: string;
  };
}

export type TimestampDescription =
  | {
      readonly header: string;
      /** Where the header holds several items, such as `t=` in `t=1700000000,v1=…`. */
      readonly prefix?: string;
      readonly separator?: string;
      readonly unit: "seconds" | "milliseconds";
      readonly toleranceSeconds?: number;
    }
  | {
      /** When the event happened: every attempt has the same time, so the tolerance spans all of them. */
      readonly pointer: string;
      readonly unit: "seconds" | "milliseconds" | "iso";
      readonly toleranceSeconds: number;
    };

/** The event's name: a header, a member of the payload, or both with a separator between, such as `issues` + `.` + `opened`. */
export type EventNameDescription =
  | { readonly pointer: string }
  | { readonly header: string }
  | {
      readonly header: string;
      /** The name is the header alone where the payload lacks this member. */
      readonly pointer: string;
      readonly separator: string;
    };

export interface TestDescription {
  /** Names of events that are answered without a handler, such as `ping`. */
  readonly events?: readonly string[];
  /** A member that marks test deliveries, which handlers get too: `ctx.delivery.test`. */
  readonly mark?: {
    readonly pointer: string;
    readonly equals: string | boolean;
  };
}

export type ChallengeDescription =
  | {
      /** A payload with this member is a challenge. */
      readonly when: { readonly pointer: string; readonly equals: string };
      /** The text to answer with, as plain text. */
      readonly answer: string;
    }
  | {
      /** A GET request, which is not signed, is answered with this parameter of its query. */
      readonly query: string;
      /** Another parameter must have the value of an environment variable. */
      readonly token?: { readonly query: string; readonly variable: string };
    };

/** Where the payload alone has the whole name of its event. */
export function namePointer({
  event,
}: DeliveryDescription): string | undefined {
  return "header" in event ? undefined : event.pointer;
}

/** What contradicts itself in a description that is well-formed; empty when nothing does. */
export function deliveryProblems(delivery: DeliveryDescription): string[] {
  const { signature, timestamp, id } = delivery;
  const names = [...signature.signed.matchAll(/\{[^}]*\}/g)].map(String);
  const bodies = names.filter((name) => name === "{body}").length;
  const needs = (name: string, there: boolean): string[] =>
    names.includes(name) && !there
      ? [`it signs \`${name}\`, which no header of its deliveries has`]
      : [];
  return [
    ...(bodies === 1 ? [] : ["it must sign `{body}`, once"]),
    ...needs("{timestamp}", timestamp !== undefined && "header" in timestamp),
    ...needs("{id}", id !== undefined && "header" in id),
  ];
}
