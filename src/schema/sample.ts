import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { EventType, Json } from "./catalog.js";
import { isObject } from "./parse-document.js";
import { pointerSegments } from "./resolve-pointer.js";

/**
 * An event type's example with members changed.
 *
 * @param assignments such as `resource.id=abc` or `/resource/id="abc"`; a value that is JSON is taken as such, any other as text
 * @returns a new value; the example itself is left alone
 * @throws FrameioGenError FG210 with every assignment that cannot be made
 */
export function sampleOf(
  event: Required<Pick<EventType, "example">>,
  assignments: readonly string[] = [],
): Json {
  const problems: string[] = [];
  const sample = assignments.reduce((data, assignment) => {
    const changed = assigned(data, assignment);
    if (typeof changed === "object") return changed.data;
    problems.push(`\`${assignment}\` ${changed}`);
    return data;
  }, event.example);
  if (problems.length > 0) {
    throw new FrameioGenError(
      problems.map((message) => ({
        code: "FG210",
        severity: "error",
        message,
      })),
    );
  }
  return sample;
}

function assigned(data: Json, assignment: string): { data: Json } | string {
  const at = assignment.indexOf("=");
  if (at < 1) return "is not of the form `path=value`";
  const path = assignment.slice(0, at);
  const keys = path.startsWith("/") ? pointerSegments(path) : path.split(".");
  if (!keys || keys.includes("")) return "has a path with an empty key";
  if (keys.includes("__proto__")) return "names `__proto__`";
  return replaced(data, keys, valueOf(assignment.slice(at + 1)));
}

function valueOf(text: string): Json {
  try {
    return withoutProto(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}

function withoutProto(value: Json): Json {
  return JSON.parse(JSON.stringify(value), (key, inner: Json) =>
    key === "__proto__" ? undefined : inner,
  ) as Json;
}

function replaced(
  data: Json | undefined,
  keys: readonly string[],
  value: Json,
): { data: Json } | string {
  const [key, ...rest] = keys;
  if (key === undefined) return { data: value };
  if (Array.isArray(data)) {
    const list = data as readonly Json[];
    const index = key === "-" ? list.length : Number(key);
    if (!/^(?:-|0|[1-9]\d*)$/.test(key) || index > list.length) {
      return `has no place for \`${key}\` in a list of ${list.length}`;
    }
    const inner = replaced(list[index], rest, value);
    if (typeof inner === "string") return inner;
    return {
      data: [...list.slice(0, index), inner.data, ...list.slice(index + 1)],
    };
  }
  if (data !== undefined && data !== null && !isObject(data)) {
    return `goes through a value that has no members, before \`${key}\``;
  }
  const members = data ?? {};
  const own = Object.hasOwn(members, key) ? members[key] : undefined;
  const inner = replaced(own, rest, value);
  if (typeof inner === "string") return inner;
  return { data: { ...members, [key]: inner.data } };
}
