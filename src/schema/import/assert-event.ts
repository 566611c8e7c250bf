import { collectProblems } from "../document-problems.js";
import { checkDelivery } from "../read-catalog.js";

/**
 * Names of events are read by this part of a description before the rest of it is looked at.
 *
 * @param delivery with its preset filled in
 * @throws FrameioGenError FG203
 */
export function assertEvent(delivery: object): void {
  const problems = collectProblems();
  checkDelivery(delivery, ["x-webhook-delivery"], {
    ...problems,
    add(code, message, path = []) {
      if (path[1] === "event") problems.add(code, message, path);
    },
  });
  problems.throwIfAny();
}
