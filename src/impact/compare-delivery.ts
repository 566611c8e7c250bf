import type { DeliveryDescription, Json } from "../schema/catalog.js";
import { isObject } from "../schema/parse-document.js";
import type { DeliveryChange } from "./change.js";

/** Everything that differs in how deliveries look, place by place. */
export function compareDelivery(
  before: DeliveryDescription,
  now: DeliveryDescription,
): readonly DeliveryChange[] {
  return differences(before as unknown as Json, now as unknown as Json, "");
}

function differences(
  before: Json | undefined,
  now: Json | undefined,
  pointer: string,
): DeliveryChange[] {
  if (isObject(before) && isObject(now)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
    return [...keys].flatMap((key) =>
      differences(before[key], now[key], `${pointer}/${key}`),
    );
  }
  if (JSON.stringify(before) === JSON.stringify(now)) return [];
  return [
    {
      pointer,
      ...(before === undefined ? {} : { before }),
      ...(now === undefined ? {} : { after: now }),
    },
  ];
}
