import type { RegistrationOptions } from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { defaultProvider } from "../../manifest/defaults.js";
import type { Manifest, ProviderEntry } from "../../manifest/manifest.js";
import type { ProviderStore } from "../../pipeline.js";
import type { EventCatalog } from "../../schema/catalog.js";
import type { RegistrationDescription } from "../../schema/registration-description.js";
import { undeclaredProvider } from "../app/undeclared-provider.js";

/** A provider whose webhooks can be registered by program. */
export interface Registrar {
  /** As the manifest names it. */
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly catalog: EventCatalog;
  readonly description: RegistrationDescription;
}

/**
 * The provider that is asked for, or the one that is meant when none is.
 *
 * @throws FrameioGenError where there is none, or its document says nothing of registering
 */
export function registrarOf(
  { providers }: Manifest,
  store: ProviderStore,
  asked: string | undefined,
): Registrar {
  const ids = Object.keys(providers);
  const id = asked ?? defaultProvider(ids);
  if (id === undefined) {
    throw failure("FG503", "There are several providers", {
      hint: `Say with \`--provider\` which one: ${ids.join(", ")}.`,
    });
  }
  const entry = Object.hasOwn(providers, id) ? providers[id] : undefined;
  if (entry === undefined) throw undeclaredProvider(id, ids);
  const catalog = store.load(entry.schema)?.catalog;
  if (catalog?.registration === undefined) {
    throw failure(
      "FG561",
      `The document of ${entry.schema} does not say how webhooks are registered`,
      { hint: "Register the webhook where the provider tells you to." },
    );
  }
  return { id, entry, catalog, description: catalog.registration };
}

/**
 * Token and parameters, from flags, the environment and `.env`.
 *
 * @param given `account=…`, by `--param`
 * @param needsToken false where nothing is sent
 * @throws FrameioGenError FG561 that names everything that is missing
 */
export function accessOf(
  { auth, parameters = {} }: RegistrationDescription,
  environment: Readonly<Record<string, string>>,
  given: readonly string[],
  needsToken: boolean,
): Pick<RegistrationOptions, "token"> & {
  readonly parameters: Readonly<Record<string, string>>;
} {
  const named = givenParameters(given, Object.keys(parameters));
  const missing: Diagnostic[] = [];
  const token = environment[auth.variable];
  if (token === undefined && needsToken) {
    missing.push(
      diagnostic("FG561", `${auth.variable} is not set: the provider's token`, {
        hint: `Set ${auth.variable} in the environment; it need not stand in .env.`,
      }),
    );
  }
  const values: Record<string, string> = {};
  for (const [name, { variable, description }] of Object.entries(parameters)) {
    const value = named.get(name) ?? environment[variable];
    if (value !== undefined) values[name] = value;
    else
      missing.push(
        diagnostic("FG561", `${variable} is not set: ${description}`, {
          hint: `Set ${variable}, or give it with \`--param ${name}=…\`.`,
        }),
      );
  }
  if (missing.length > 0) throw new FrameioGenError(missing);
  return { token: token ?? "", parameters: values };
}

function givenParameters(
  given: readonly string[],
  known: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    given.map((text): [string, string] => {
      const at = text.indexOf("=");
      const name = text.slice(0, at);
      if (at > 0 && known.includes(name) && text.length > at + 1) {
        return [name, text.slice(at + 1)];
      }
      throw failure("FG503", `--param ${quote(text)} is no parameter`, {
        hint:
          known.length === 0
            ? "The provider has none."
            : `Write ${known.map((each) => `\`--param ${each}=…\``).join(" or ")}.`,
      });
    }),
  );
}

type Code = "FG110" | "FG503" | "FG504" | "FG505" | "FG560" | "FG561" | "FG562";

function diagnostic(
  code: Code,
  message: string,
  more: { readonly hint?: string },
): Diagnostic {
  return { code, severity: "error", message, ...more };
}

export function failure(
  code: Code,
  message: string,
  more: { readonly hint?: string } = {},
  options?: ErrorOptions,
): FrameioGenError {
  return new FrameioGenError([diagnostic(code, message, more)], options);
}
