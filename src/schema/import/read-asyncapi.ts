import type { Json } from "../catalog.js";
import type { DocumentPath } from "../document-problems.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { followed } from "../resolve-pointer.js";
import type { LeftOut } from "./left-out.js";
import type { RawEvent, RawProvider } from "./raw-event.js";
import { textOf } from "./text-of.js";

interface Message {
  /** What the document calls it, where it says no name. */
  readonly key: string;
  readonly value: JsonObject;
  readonly path: DocumentPath;
}

/** AsyncAPI 2 or 3. */
export function isAsyncapi(root: JsonObject): boolean {
  return /^[23]\./.test(String(root["asyncapi"]));
}

/** The messages of all channels, whichever way they go: whose view a document takes differs from document to document. */
export function readAsyncapi(root: JsonObject, leftOut: LeftOut): RawProvider {
  const info = isObject(root["info"]) ? root["info"] : {};
  const seen = new Set<string>();
  const messages = channelMessages(root).filter(({ path }) => {
    const place = JSON.stringify(path);
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  });
  return {
    title: textOf(info["title"]),
    version: textOf(info["version"]),
    root,
    delivery: root["x-webhook-delivery"],
    events: messages.flatMap((message) => rawEvent(message, leftOut)),
  };
}

function channelMessages(root: JsonObject): Message[] {
  const channels = isObject(root["channels"]) ? root["channels"] : {};
  return Object.entries(channels).flatMap(([name, entry]) => {
    const channel = followed(root, entry, ["channels", name]);
    if (channel === undefined) return [];
    const { value, path } = channel;
    const listed = isObject(value["messages"])
      ? Object.entries(value["messages"]).flatMap(([key, message]) =>
          messagesIn(root, message, [...path, "messages", key], key),
        )
      : [];
    const operations = ["publish", "subscribe"].flatMap((kind) => {
      const operation = followed(root, value[kind], [...path, kind]);
      if (operation === undefined) return [];
      const at = [...operation.path, "message"];
      return messagesIn(root, operation.value["message"], at, name);
    });
    return [...listed, ...operations];
  });
}

/** A message, or each of several that an operation can have. */
function messagesIn(
  root: JsonObject,
  entry: Json | undefined,
  path: DocumentPath,
  key: string,
): Message[] {
  const found = followed(root, entry, path);
  if (found === undefined) return [];
  const { oneOf } = found.value;
  if (Array.isArray(oneOf)) {
    return (oneOf as readonly Json[]).flatMap((each, index) =>
      messagesIn(root, each, [...found.path, "oneOf", index], key),
    );
  }
  const isShared = found.path.length === 3 && found.path[1] === "messages";
  return [{ ...found, key: isShared ? String(found.path[2]) : key }];
}

function rawEvent({ key, value, path }: Message, leftOut: LeftOut): RawEvent[] {
  const named = textOf(value["name"]) ?? textOf(value["messageId"]) ?? key;
  const { payload } = value;
  const isWrapped = isObject(payload) && payload["schemaFormat"] !== undefined;
  const schema = isWrapped ? payload["schema"] : payload;
  const format = isWrapped ? String(payload["schemaFormat"]) : undefined;
  const foreign = /avro|protobuf|raml|xml/i.exec(format ?? "")?.[0];
  if (foreign !== undefined) {
    const what = `The payload of the message \`${named}\` is described in ${foreign}, and not as a JSON Schema`;
    leftOut.sift(named, (problems) => problems.add("FG205", what));
    return [];
  }
  if (!isObject(schema)) {
    const what = `The message \`${named}\` has no payload schema`;
    leftOut.sift(named, (problems) => problems.add("FG205", what));
    return [];
  }
  const [example] = Array.isArray(value["examples"]) ? value["examples"] : [];
  return [
    {
      key: named,
      summary: textOf(value["summary"]) ?? textOf(value["title"]) ?? named,
      description: textOf(value["description"]) ?? "",
      schema,
      schemaPath: [...path, "payload", ...(isWrapped ? ["schema"] : [])],
      example: isObject(example) ? example["payload"] : undefined,
      name: textOf(value["x-webhook-event"]),
      headers: headersOf(value["headers"]),
    },
  ];
}

/** Headers that can have one value only. */
function headersOf(schema: Json | undefined): Record<string, string> {
  const properties =
    isObject(schema) && isObject(schema["properties"])
      ? schema["properties"]
      : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, member]) => {
      const values = isObject(member) ? member["enum"] : undefined;
      const only =
        Array.isArray(values) && values.length === 1 ? values[0] : undefined;
      const value = isObject(member) ? (member["const"] ?? only) : undefined;
      return typeof value === "string" ? [[name.toLowerCase(), value]] : [];
    }),
  );
}
