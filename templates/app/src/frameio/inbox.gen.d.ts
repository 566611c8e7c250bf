import type { OpenInbox } from "./kernel/inbox/open-inbox.gen.js";

/** Stands in for the inbox that frameio.jsonc chooses. */
export declare const openInbox: OpenInbox;
