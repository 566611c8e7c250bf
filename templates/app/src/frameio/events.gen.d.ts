/** Stands in for the event types, which are made for each app. */
export interface EventMap {
  "file.ready": {
    readonly type: "file.ready";
    readonly resource: { readonly id: string; readonly type: string };
  };
}

export declare const eventNames: readonly (keyof EventMap)[];

export interface UnknownEvent {
  readonly type: string;
}

export type AnyEvent = EventMap[keyof EventMap] | UnknownEvent;
