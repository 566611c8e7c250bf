import { describe, expect, test } from "vitest";
import { sourceOf } from "../../../templates/app/src/frameio/kernel/http/source.gen.js";

function from(
  remoteAddress: string | undefined,
  forwarded?: string | string[],
  trustedProxies?: number,
) {
  const headers =
    forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  const request = { headers, socket: { remoteAddress } };
  return sourceOf(request as Parameters<typeof sourceOf>[0], trustedProxies);
}

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8::7", "2001:db8:0:0::/64"],
  ["2001:db8::", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  [undefined, undefined],
])("who connects from %s is %s", (address, source) => {
  expect(from(address)).toBe(source);
  expect(from(address, undefined, 0)).toBe(source);
});

test("one sender of IPv6 has a whole network", () => {
  expect(from("2001:db8:1:2::1")).toBe(from("2001:db8:1:2:ffff::9"));
  expect(from("2001:db8:1:2::1")).not.toBe(from("2001:db8:1:3::1"));
});

describe("behind proxies", () => {
  test("that nobody told of: unknown", () => {
    expect(from("10.0.0.1", "203.0.113.7")).toBeUndefined();
  });

  test.each([
    [0, "203.0.113.7", "10.0.0.1"],
    [1, "203.0.113.7", "203.0.113.7"],
    [1, "1.1.1.1, 203.0.113.7", "203.0.113.7"],
    [2, "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"],
    [1, "203.0.113.7:4711", "203.0.113.7"],
    [1, "[2001:db8::7]:4711", "2001:db8:0:0::/64"],
    [3, "203.0.113.7", "203.0.113.7"],
    [1, "unknown", undefined],
    [1, "", undefined],
  ])("%d trusted, X-Forwarded-For: %s", (proxies, header, source) => {
    expect(from("10.0.0.1", header, proxies)).toBe(source);
  });

  test("the sender cannot choose its source", () => {
    const honest = from("10.0.0.1", "203.0.113.7", 1);
    for (const made of ["8.8.8.8", "x, y", "203.0.113.8, 9.9.9.9"]) {
      expect(from("10.0.0.1", `${made}, 203.0.113.7`, 1)).toBe(honest);
    }
  });

  test("one that is given although nothing was forwarded: the peer", () => {
    expect(from("10.0.0.1", undefined, 1)).toBe("10.0.0.1");
  });
});
