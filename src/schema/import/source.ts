/** What a provider is described by, as it was read. Untrusted. */
export type ProviderSource =
  | {
      readonly kind: "document";
      /** Tells JSON from YAML where the text alone does not, and names the source in diagnostics. */
      readonly name: string;
      readonly text: string;
    }
  | {
      readonly kind: "folder";
      readonly name: string;
      /** Text by path below the folder, POSIX, sorted. */
      readonly files: ReadonlyMap<string, string>;
    };
