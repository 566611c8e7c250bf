import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { DeliveryDescription } from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import { signDelivery } from "../../../templates/app/src/frameio/kernel/verification/sign-delivery.gen.js";
import {
  createSignatureScheme,
  type SignatureClaim,
} from "../../../templates/app/src/frameio/kernel/verification/signature.gen.js";
import { signatureVectors } from "../../parity/signature-vectors.js";
import { clock, frameio } from "./support.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const scheme = createSignatureScheme(frameio, 300);

function claimOf(signature: string, timestamp: string): SignatureClaim {
  const claim = scheme.read({
    "x-frameio-signature": signature,
    "x-frameio-request-timestamp": timestamp,
  });
  if (typeof claim === "string") throw new Error(claim);
  return claim;
}

describe("signature vectors", () => {
  test.each(signatureVectors)("$id: $title", (vector) => {
    const claim = claimOf(vector.signature, vector.timestamp);
    const holds =
      scheme.holds(claim, bytes(vector.body), vector.secret) &&
      scheme.isFresh(claim, vector.clock * 1000);
    expect(holds).toBe(vector.valid);
  });

  test.each(signatureVectors.filter(({ valid }) => valid))(
    "$id is what we sign ourselves",
    (vector) => {
      const headers = signDelivery(frameio, {
        body: bytes(vector.body),
        secret: vector.secret,
        timestamp: Number(vector.timestamp) * 1000,
      });
      expect(headers).toMatchObject({
        "content-type": "application/json",
        "x-frameio-signature": vector.signature,
        "x-frameio-request-timestamp": vector.timestamp,
      });
    },
  );
});

const good = `v0=${"0".repeat(64)}`;

describe("headers that cannot be a signature", () => {
  test.each<
    [string, string, string | string[] | undefined, string | undefined]
  >([
    ["no signature", "absent", undefined, "1700000000"],
    ["no signature", "sent twice", [good, good], "1700000000"],
    ["malformed signature", "empty", "", "1700000000"],
    ["malformed signature", "prefix missing", "0".repeat(64), "1700000000"],
    [
      "malformed signature",
      "other version",
      `v1=${"0".repeat(64)}`,
      "1700000000",
    ],
    ["malformed signature", "upper case", `v0=${"A".repeat(64)}`, "1700000000"],
    ["malformed signature", "too short", `v0=${"0".repeat(63)}`, "1700000000"],
    ["malformed signature", "too long", `v0=${"0".repeat(65)}`, "1700000000"],
    ["malformed signature", "not hex", `v0=${"g".repeat(64)}`, "1700000000"],
    ["malformed signature", "line feed", `${good}\n`, "1700000000"],
    ["malformed signature", "joined", `${good}, ${good}`, "1700000000"],
    [
      "malformed signature",
      "beyond ASCII",
      `v0=${"é".repeat(64)}`,
      "1700000000",
    ],
    ["no timestamp", "absent", good, undefined],
    ["malformed timestamp", "empty", good, ""],
    ["malformed timestamp", "plus", good, "+1700000000"],
    ["malformed timestamp", "minus", good, "-1700000000"],
    ["malformed timestamp", "underscore", good, "1_700000000"],
    ["malformed timestamp", "fraction", good, "1700000000.5"],
    ["malformed timestamp", "garbage after it", good, "1700000000garbage"],
    ["malformed timestamp", "hex", good, "0x6553F100"],
    ["malformed timestamp", "13 digits", good, "1700000000000"],
    ["malformed timestamp", "line feed", good, "1700000000\n"],
    ["malformed timestamp", "other digits", good, "١٧٠٠٠٠٠٠٠٠"],
  ])("%s: %s", (fault, _, signature, timestamp) => {
    const headers = {
      "x-frameio-signature": signature,
      "x-frameio-request-timestamp": timestamp,
    };
    expect(scheme.read(headers)).toBe(fault);
  });
});

test.each([
  [-301_000, false],
  [-300_001, false],
  [-300_000, true],
  [0, true],
  [300_000, true],
  [300_001, false],
  [31_536_000_000, false],
])("a clock %d ms off the timestamp: fresh is %s", (off, fresh) => {
  const claim = claimOf(good, String(clock / 1000));
  expect(scheme.isFresh(claim, clock + off)).toBe(fresh);
});

test("the timestamp is signed as it was sent, leading zeros and all", () => {
  const body = bytes("{}");
  const mac = createHmac("sha256", "s").update("v0:01700000000:{}");
  const claim = claimOf(`v0=${mac.digest("hex")}`, "01700000000");
  expect(scheme.holds(claim, body, "s")).toBe(true);
  expect(claim.timestamp).toBe(clock);
});

test("bytes that are no UTF-8 can be signed", () => {
  const body = new Uint8Array([0xff, 0x00, 0xfe]);
  const mac = createHmac("sha256", "s").update("v0:1700000000:").update(body);
  const claim = claimOf(`v0=${mac.digest("hex")}`, "1700000000");
  expect(scheme.holds(claim, body, "s")).toBe(true);
});

describe("other providers need no code", () => {
  const body = bytes('{"a":"ü"}');
  const github: DeliveryDescription = {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-hub-signature-256",
      signed: "{body}",
      encoding: "hex",
      prefix: "sha256=",
    },
    id: { header: "x-github-delivery" },
    event: { pointer: "/action" },
    contentType: "application/json",
    timeoutSeconds: 10,
  };
  const standard: DeliveryDescription = {
    ...github,
    signature: {
      algorithm: "hmac-sha256",
      header: "webhook-signature",
      signed: "{id}.{timestamp}.{body}!",
      encoding: "base64",
      prefix: "v1,",
    },
    id: { header: "webhook-id" },
    timestamp: { header: "webhook-timestamp", unit: "milliseconds" },
  };

  test("body alone, no timestamp", () => {
    const signed = createHmac("sha256", "s").update(body).digest("hex");
    const own = createSignatureScheme(github, 300);
    const claim = own.read({ "x-hub-signature-256": `sha256=${signed}` });
    if (typeof claim === "string") throw new Error(claim);
    expect(own.holds(claim, body, "s")).toBe(true);
    expect(own.holds(claim, body, "t")).toBe(false);
    expect(own.isFresh(claim, clock)).toBe(true);
  });

  test("id, milliseconds, base64, text after the body", () => {
    const own = createSignatureScheme(standard, 300);
    const headers = signDelivery(standard, {
      body,
      secret: "s",
      timestamp: clock + 5,
      id: "msg_1",
    });
    const text = `msg_1.${clock + 5}.{"a":"ü"}!`;
    const digest = createHmac("sha256", "s").update(text).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${digest}`);
    const claim = own.read(headers);
    if (typeof claim === "string") throw new Error(claim);
    expect(claim.timestamp).toBe(clock + 5);
    expect(own.holds(claim, body, "s")).toBe(true);
    const { "webhook-id": id, ...rest } = headers;
    expect(id).toBe("msg_1");
    expect(own.read(rest)).toBe("no delivery id");
  });

  test("a signed id that comes in the body is refused when the app starts", () => {
    const impossible = { ...standard, id: { pointer: "/id" } };
    expect(() => createSignatureScheme(impossible, 300)).toThrow("header");
  });
});
