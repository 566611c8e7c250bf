/** How apps go from one version of a provider to another: data that ships with the tool, in `schemas/migrations`. */
export interface ProviderMigration {
  /** The manifest's `schema`, before and after, such as `frameio@2`. */
  readonly from: string;
  readonly to: string;
  /** Event types by their old names. */
  readonly events: Readonly<
    Record<
      string,
      {
        readonly to: string;
        /** What is not the same; told to whoever handles the event. One sentence without its end. */
        readonly note?: string;
      }
    >
  >;
  /** Families of event types that are called otherwise, such as `asset.*`. */
  readonly families: Readonly<Record<string, string>>;
  /** Members of every payload that are called otherwise. */
  readonly members: Readonly<Record<string, string>>;
  /** Values of open lists that are called otherwise. */
  readonly values: Readonly<Record<string, string>>;
  /** Texts that code should not hold any more, and why not. */
  readonly code: Readonly<Record<string, string>>;
}

/** `schemas/migrations/frameio-2-to-frameio-4.json` */
export function migrationFile(from: string, to: string): string {
  return `${from.replace("@", "-")}-to-${to.replace("@", "-")}.json`;
}
