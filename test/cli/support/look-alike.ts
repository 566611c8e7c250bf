import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Json } from "../../../src/schema/catalog.js";

/** Members of a payload by name; with `?` at the end, it may be missing. A text is the name of a type. */
export type Members = Readonly<Record<string, string | Record<string, Json>>>;

/** An OpenAPI document of a made-up provider, each event with `type`, `id` and the members given. */
export function describedEvents(
  events: Readonly<Record<string, Members>>,
  more: Readonly<Record<string, Json>> = {},
): string {
  const webhooks = Object.entries(events).map(([name, members]) => {
    const given = Object.entries(members).map(
      ([key, schema]) =>
        [key, typeof schema === "string" ? { type: schema } : schema] as const,
    );
    const schema = {
      type: "object",
      required: [
        "type",
        "id",
        ...given.flatMap(([key]) => (key.endsWith("?") ? [] : [key])),
      ],
      properties: {
        type: { const: name },
        id: { type: "string" },
        ...Object.fromEntries(
          given.map(([key, value]) => [key.replace(/\?$/, ""), value]),
        ),
      },
    };
    const content = { "application/json": { schema } };
    return [name, { post: { requestBody: { content } } }];
  });
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Acme", version: "1" },
    webhooks: Object.fromEntries(webhooks),
    ...more,
  });
}

/** @returns the name of the file, in the app's root */
export function writeDescription(
  root: string,
  name: string,
  ...described: Parameters<typeof describedEvents>
): string {
  writeFileSync(join(root, name), describedEvents(...described));
  return name;
}
