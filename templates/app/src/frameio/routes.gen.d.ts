import type { Routes } from "./kernel/routes.gen.js";

/** Stands in for the routes, which are made for each app. */
export declare const routes: Routes;
