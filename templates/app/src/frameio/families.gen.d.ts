import type { EventMap } from "./events.gen.js";

/** Stands in for the families, which are made for each app. */
export interface FamilyMap {
  "file.*": EventMap["file.ready"];
}

export interface HandledMap extends EventMap, FamilyMap {}

export type DeclaredMap = HandledMap;

export interface ProviderMap {
  frameio: EventMap & FamilyMap;
}

export declare const families: Readonly<
  Record<keyof FamilyMap, readonly (keyof EventMap)[]>
>;
