import type { NewDelivery } from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";

/** 2023-11-14T22:13:20Z, milliseconds. */
export const clock = 1_700_000_000_000;
export const hour = 3_600_000;

export function deliveryOf(
  key: string,
  rest: Partial<NewDelivery> = {},
): NewDelivery {
  return {
    key,
    ttlMs: 72 * hour,
    provider: "frameio",
    path: "/webhooks/frameio",
    owners: ["file-ready"],
    headers: {},
    timestamp: clock,
    receivedAt: clock,
    body: new TextEncoder().encode("{}"),
    ...rest,
  };
}
