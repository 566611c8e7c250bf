import { createHmac } from "node:crypto";

/** Signs as a provider's own documentation says, without any code of ours. */
export interface Sender {
  /** A secret of the form that the provider gives out. */
  readonly secret: string;
  /** Another one of the same form. */
  readonly otherSecret: string;
  /** Headers of a delivery that is sent now, or long ago. */
  sign(body: string, secret: string, at: number): Record<string, string>;
  /** The payload as it would be at that time, where the payload has the time. */
  dated(payload: object, at: number): object;
  /** So old that it is refused, milliseconds. */
  readonly stale: number;
}

const plain = { secret: "correct horse", otherSecret: "battery staple" };
const hour = 3_600_000;

const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text);

const frameio: Sender = {
  ...plain,
  sign(body, secret, at) {
    const timestamp = String(Math.floor(at / 1000));
    const digest = hmac(secret, `v0:${timestamp}:${body}`).digest("hex");
    return {
      "x-frameio-request-timestamp": timestamp,
      "x-frameio-signature": `v0=${digest}`,
    };
  },
  dated: (payload) => payload,
  stale: hour,
};

const loopcanvas: Sender = {
  ...plain,
  sign: (body, secret) => ({
    "x-signature": `sha256=${hmac(secret, body).digest("hex")}`,
  }),
  dated: (payload, at) => ({ ...payload, created: Math.floor(at / 1000) }),
  stale: 73 * hour,
};

let messages = 0;

const standard: Sender = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  otherSecret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
  sign(body, secret, at) {
    const id = `msg_${++messages}`;
    const timestamp = String(Math.floor(at / 1000));
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const digest = hmac(key, `${id}.${timestamp}.${body}`).digest("base64");
    return {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${digest}`,
    };
  },
  dated: (payload) => payload,
  stale: hour,
};

/** By provider. */
export const senders: Readonly<Record<string, Sender>> = {
  "frameio@4": frameio,
  "frameio@2": frameio,
  loopcanvas,
  "ai-platform": standard,
  "standard-webhooks": standard,
};
