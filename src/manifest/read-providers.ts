import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { DEFAULT_PROVIDERS, DEFAULT_VERSION, pathFor } from "./defaults.js";
import type { EndpointLayout, ProviderEntry } from "./manifest.js";
import {
  pathProblem,
  pinnedProblem,
  providerProblem,
  versionProblem,
} from "./names.js";
import { type PlacedProvider, reportPaths } from "./paths.js";
import type { Report } from "./report.js";
import {
  type Members,
  readChoice,
  readObject,
  readString,
  type Value,
} from "./values.js";

/** The built-in providers by id (`frameio@4`), documents in the app by path (`./schemas/acme.json`), and the names of their event types. */
export interface ProviderNames {
  ids(): readonly string[];
  /** Undefined for an unknown id and for a document that is not there. */
  events(id: string): readonly string[] | undefined;
  /** Whether users of the provider name event types themselves. */
  isOpen?(id: string): boolean;
}

/** What is known of `providers`, also where some of them are wrong. */
export interface ReadProviders {
  /** As declared, the wrong ones included. */
  readonly ids: readonly string[];
  /** Those that could be read, by id. */
  readonly entries: Readonly<Record<string, ProviderEntry>>;
}

/** The key `providers`; Frame.io where it is left out. */
export function readProviders(
  value: Value | undefined,
  names: ProviderNames,
  report: Report,
): ReadProviders {
  if (value === undefined)
    return { ids: Object.keys(DEFAULT_PROVIDERS), entries: DEFAULT_PROVIDERS };
  const members = readObject(value, undefined, report);
  if (members === undefined) return { ids: [], entries: {} };
  if (members.size === 0)
    report.at(
      value.node,
      "FG103",
      `${value.path} must declare at least one provider`,
      'Write { "frameio": { "schema": "frameio@4" } }, or leave the key out.',
    );
  const placed: PlacedProvider[] = [];
  const entries: [string, ProviderEntry][] = [];
  for (const [id, member] of members) {
    const problem = providerProblem(id);
    if (problem !== undefined) {
      const key = member.node.parent?.children?.[0] ?? member.node;
      report.at(key, "FG103", problem.message, problem.hint);
    }
    const entry = readProvider(id, member, names, placed, report);
    if (entry !== undefined && problem === undefined) entries.push([id, entry]);
  }
  reportPaths(placed, report);
  return { ids: [...members.keys()], entries: Object.fromEntries(entries) };
}

function readProvider(
  id: string,
  value: Value,
  names: ProviderNames,
  placed: PlacedProvider[],
  report: Report,
): ProviderEntry | undefined {
  const members = readObject(
    value,
    ["schema", "path", "layout", "version"],
    report,
  );
  if (members === undefined) return undefined;
  const schema = readSchema(members.get("schema"), value, names, report);
  const pathValue = members.get("path");
  const declared =
    pathValue === undefined
      ? pathFor(id)
      : readString(pathValue, report, pathProblem);
  const layout = readLayout(members, report);
  if (declared === undefined || layout === undefined) return undefined;
  const path = layout.prefix + declared;
  const node = pathValue?.node ?? value.node;
  placed.push({
    id,
    entry: { schema: schema ?? "", path, layout: layout.kind },
    node,
    events: () => eventsOf(schema, names),
  });
  return schema === undefined
    ? undefined
    : { schema, path, layout: layout.kind };
}

/** A document that is not there is told of elsewhere. */
function eventsOf(
  schema: string | undefined,
  names: ProviderNames,
): readonly string[] | undefined {
  if (schema === undefined) return [];
  return names.isOpen?.(schema) === true
    ? undefined
    : (names.events(schema) ?? []);
}

const layouts = ["single", "per-event", "versioned"] as const;

/** `versioned` is a path for each event with the API's version in front: it needs no layout of its own further on. */
function readLayout(
  members: Members,
  report: Report,
): { readonly kind: EndpointLayout; readonly prefix: string } | undefined {
  const value = members.get("layout");
  const layout =
    value === undefined ? "single" : readChoice(value, layouts, report);
  const versionValue = members.get("version");
  if (layout === undefined) return undefined;
  if (layout !== "versioned") {
    if (versionValue === undefined) return { kind: layout, prefix: "" };
    report.at(
      versionValue.node,
      "FG103",
      `${versionValue.path} means nothing in this layout`,
      'Leave it out, or add "layout": "versioned".',
    );
    return undefined;
  }
  const version =
    versionValue === undefined
      ? DEFAULT_VERSION
      : readString(versionValue, report, versionProblem);
  return version === undefined
    ? undefined
    : { kind: "per-event", prefix: `/${version}` };
}

function readSchema(
  value: Value | undefined,
  provider: Value,
  names: ProviderNames,
  report: Report,
): string | undefined {
  const ids = names.ids();
  if (value === undefined) {
    report.at(
      provider.node,
      "FG105",
      `${provider.path} has no "schema"`,
      `Add "schema": one of ${ids.map((id) => quote(id)).join(", ")}.`,
    );
    return undefined;
  }
  const schema = readString(value, report, pinnedProblem);
  if (schema === undefined || ids.includes(schema)) return schema;
  if (schema.startsWith("./")) {
    if (names.events(schema) !== undefined) return schema;
    report.at(
      value.node,
      "FG213",
      `There is no ${quote(schema)}`,
      "Bring the file back from version control, or pin the document again with `npx frameio-gen add-provider`.",
    );
    return undefined;
  }
  report.at(
    value.node,
    "FG110",
    `Unknown provider schema ${quote(schema)}`,
    didYouMean(schema, ids) ??
      `Built in: ${ids.join(", ")}. Others come with \`npx frameio-gen add-provider\`.`,
  );
  return undefined;
}
