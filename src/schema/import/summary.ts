import type { RawEvent } from "./raw-event.js";

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
const LONGEST = 100;

/** What an event type is called says nothing of it: where the source has no summary, the first sentence of its description is one. */
export function withSummary<
  E extends Pick<RawEvent, "key" | "summary" | "description"> & {
    readonly name: string;
  },
>(event: E): E {
  if (event.summary !== event.key && event.summary !== event.name) return event;
  const [first] = sentences.segment(event.description.trim());
  const sentence = first?.segment.trim() ?? "";
  const isOne = sentence !== "" && !/[\n<`]|^[#*-]/.test(sentence);
  if (!isOne || sentence.length > LONGEST) return event;
  return {
    ...event,
    summary: sentence.replace(/\.$/, ""),
    description: event.description.trim().slice(sentence.length).trim(),
  };
}
