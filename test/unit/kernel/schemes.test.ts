import { createHmac } from "node:crypto";
import { sign as octokitSign, verify } from "@octokit/webhooks-methods";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/schema/catalog.js";
import type { DeliveryDescription } from "../../../src/schema/delivery.js";
import {
  deliveryPresets,
  type PresetName,
  presetNames,
  withPreset,
} from "../../../src/schema/delivery-presets.js";
import type { Headers } from "../../../templates/app/src/frameio/kernel/http/http.gen.js";
import {
  signDelivery,
  testSecret,
} from "../../../templates/app/src/frameio/kernel/verification/sign-delivery.gen.js";
import { createSignatureScheme } from "../../../templates/app/src/frameio/kernel/verification/signature.gen.js";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A whole description around a preset and what is different. */
function described(preset: PresetName, own: object = {}): DeliveryDescription {
  const whole = withPreset({
    preset,
    ...("event" in deliveryPresets[preset]
      ? {}
      : { event: { pointer: "/type" } }),
    contentType: "application/json",
    timeoutSeconds: 10,
    retry: { attempts: 1 },
    ...own,
  } as Json);
  return whole as unknown as DeliveryDescription;
}

function holds(
  delivery: DeliveryDescription,
  headers: Headers,
  body: Uint8Array,
  secret: string,
): boolean {
  const scheme = createSignatureScheme(delivery, 300);
  const claim = scheme.read(headers);
  if (typeof claim === "string") throw new Error(claim);
  return scheme.holds(claim, body, secret);
}

const slack = described("frameio-v0", {
  signature: { header: "x-slack-signature" },
  timestamp: { header: "x-slack-request-timestamp" },
});
const rfc8032 = described("standard-webhooks-ed25519", {
  signature: {
    header: "x-signature",
    signed: "{body}",
    encoding: "hex",
    prefix: "",
    separator: null,
    secret: { encoding: "hex", prefix: null },
  },
  timestamp: null,
  id: null,
});

describe("what the schemes' authors published", () => {
  test.each<[string, DeliveryDescription, string, string, Headers]>([
    [
      "GitHub: Validating webhook deliveries, Testing the webhook payload validation",
      described("github-sha256"),
      "It's a Secret to Everybody",
      "Hello, World!",
      {
        "x-hub-signature-256":
          "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      },
    ],
    [
      "Slack: Verifying requests from Slack",
      slack,
      "8f742231b10e8888abcd99yyyzzz85a5",
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
      {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature":
          "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
      },
    ],
    [
      "Standard Webhooks: tests of the reference libraries",
      described("standard-webhooks"),
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      '{"test": 2432232314}',
      {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
    ],
    [
      "RFC 8032, 7.1, test 2",
      rfc8032,
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "r",
      {
        "x-signature":
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
      },
    ],
  ])("%s", (_, delivery, secret, body, headers) => {
    expect(holds(delivery, headers, bytes(body), secret)).toBe(true);
    expect(holds(delivery, headers, bytes(`${body} `), secret)).toBe(false);
  });

  test("RFC 8032, 7.1, test 2, the other way", () => {
    const headers = signDelivery(rfc8032, {
      body: bytes("r"),
      secret:
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      timestamp: 0,
    });
    expect(headers["x-signature"]).toMatch(/^92a009a9f0d4cab8.{112}$/);
    expect(headers["x-signature"]).toMatch(/612bb0c00$/);
  });
});

describe("other implementations", () => {
  const body = '{"type":"x","title":"Größe 🎬"}';
  const timestamp = Math.floor(Date.now() / 1000) * 1000;

  test("standardwebhooks signs, we verify, and the other way", () => {
    const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const theirs = new StandardWebhook(secret);
    const own = described("standard-webhooks");
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(timestamp / 1000),
      "webhook-signature": theirs.sign("msg_1", new Date(timestamp), body),
    };
    expect(holds(own, headers, bytes(body), secret)).toBe(true);
    const ours = signDelivery(own, {
      body: bytes(body),
      secret,
      timestamp,
      id: "msg_2",
    });
    expect(theirs.verify(body, ours)).toEqual(JSON.parse(body));
  });

  test("@octokit/webhooks-methods signs, we verify, and the other way", async () => {
    const own = described("github-sha256");
    const signature = await octokitSign("s", body);
    const headers = { "x-hub-signature-256": signature };
    expect(holds(own, headers, bytes(body), "s")).toBe(true);
    const ours = signDelivery(own, {
      body: bytes(body),
      secret: "s",
      timestamp,
    });
    expect(await verify("s", body, ours["x-hub-signature-256"]!)).toBe(true);
  });

  test("Stripe's `t=,v1=`: old secrets' and other schemes' items beside the right one", () => {
    const own = described("stripe");
    const v1 = (secret: string) =>
      createHmac("sha256", secret)
        .update(`${timestamp / 1000}.${body}`)
        .digest("hex");
    const header = (...items: string[]) => ({
      "stripe-signature": [`t=${timestamp / 1000}`, ...items].join(","),
    });
    const right = `v1=${v1("s")}`;
    for (const headers of [
      header(right),
      header(`v1=${v1("old")}`, right),
      header(right, `v0=${v1("s")}`),
    ]) {
      expect(holds(own, headers, bytes(body), "s")).toBe(true);
      expect(holds(own, headers, bytes(body), "t")).toBe(false);
    }
    const scheme = createSignatureScheme(own, 300);
    expect(scheme.read(header())).toBe("malformed signature");
    expect(scheme.read(header(`v0=${v1("s")}`))).toBe("malformed signature");
    expect(scheme.read({ "stripe-signature": right })).toBe("no timestamp");
    expect(scheme.read({ "stripe-signature": `t=1e9,${right}` })).toBe(
      "malformed timestamp",
    );
    const ours = signDelivery(own, {
      body: bytes(body),
      secret: "s",
      timestamp,
    });
    expect(ours).toMatchObject(header(right));
  });

  test("Shopify's bare base64", () => {
    const own = described("shopify-base64");
    const signature = createHmac("sha256", "s").update(body).digest("base64");
    const headers = {
      "x-shopify-hmac-sha256": signature,
      "x-shopify-topic": "orders/create",
    };
    expect(holds(own, headers, bytes(body), "s")).toBe(true);
    const ours = signDelivery(own, {
      body: bytes(body),
      secret: "s",
      timestamp,
      id: "id",
      event: "orders/create",
    });
    expect(ours).toMatchObject(headers);
  });
});

describe("by description alone", () => {
  test.each(["hmac-sha1", "hmac-sha512"] as const)("%s", (algorithm) => {
    const own = described("github-sha256", {
      signature: { algorithm, header: "x-sig", prefix: "", encoding: "base64" },
    });
    const hash = algorithm.slice(5);
    const digest = createHmac(hash, "s").update("{}").digest("base64");
    expect(holds(own, { "x-sig": digest }, bytes("{}"), "s")).toBe(true);
    expect(holds(own, { "x-sig": digest }, bytes("{ }"), "s")).toBe(false);
  });

  test("another header is signed too", () => {
    const own = described("github-sha256", {
      signature: { header: "x-sig", signed: "{header:x-topic}|{body}" },
    });
    const digest = createHmac("sha256", "s").update("a|{}").digest("hex");
    const headers = { "x-sig": `sha256=${digest}`, "x-topic": "a" };
    expect(holds(own, headers, bytes("{}"), "s")).toBe(true);
    expect(holds(own, { ...headers, "x-topic": "b" }, bytes("{}"), "s")).toBe(
      false,
    );
    const { "x-topic": _, ...without } = headers;
    const scheme = createSignatureScheme(own, 300);
    expect(scheme.read(without)).toBe("no signed header");
  });

  test.each(presetNames)("%s: what we sign for tests, we verify", (preset) => {
    const own = described(preset);
    const { signing, verifying } = testSecret(own.signature, "any");
    const other = testSecret(own.signature, "other");
    const body = bytes('{"type":"x"}');
    const headers = signDelivery(own, {
      body,
      secret: signing,
      timestamp: 1_700_000_000_000,
      id: "msg_1",
      event: "x",
    });
    expect(holds(own, headers, body, verifying)).toBe(true);
    expect(holds(own, headers, body, other.verifying)).toBe(false);
    expect(holds(own, headers, bytes('{"type":"y"}'), verifying)).toBe(false);
  });

  test("a secret of the wrong form verifies nothing, whatever is sent", () => {
    const scheme = createSignatureScheme(described("standard-webhooks"), 300);
    expect(scheme.key("whsec_not base64!")).toBeUndefined();
    const pair = described("standard-webhooks-ed25519");
    expect(createSignatureScheme(pair, 300).key("whpk_c2hvcnQ=")).toBe(
      undefined,
    );
  });

  test("no more than eight signatures of one header are tried", () => {
    const own = described("standard-webhooks");
    const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const sign = new StandardWebhook(secret);
    const right = sign.sign("m", new Date(1_700_000_000_000), "{}");
    const wrong = `v1,${"A".repeat(43)}=`;
    const headers = (signatures: string[]) => ({
      "webhook-id": "m",
      "webhook-timestamp": "1700000000",
      "webhook-signature": signatures.join(" "),
    });
    const after = (count: number) => [
      ...Array.from({ length: count }, () => wrong),
      right,
    ];
    const body = bytes("{}");
    expect(holds(own, headers(after(7)), body, secret)).toBe(true);
    expect(holds(own, headers(after(8)), body, secret)).toBe(false);
  });
});
