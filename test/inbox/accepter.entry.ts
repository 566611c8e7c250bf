import { writeSync } from "node:fs";
import { createSqliteInbox } from "../../templates/app/src/frameio/sqlite/sqlite-inbox.gen.js";
import { deliveryOf } from "./delivery.js";

// Accepts for ever, and says each key once it is accepted: until somebody kills it.
const [file = "", round = ""] = process.argv.slice(2);
const inbox = createSqliteInbox({ file, now: Date.now, sync: "full" });

async function accept(lane: number): Promise<void> {
  for (let n = 0; ; n++) {
    const key = `${round}-${lane}-${n}`;
    await inbox.accept(deliveryOf(key));
    writeSync(1, `${key}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(accept));
