// A process that logs many lines and ends: in the way that its argument says.
import { createLogger } from "../../../templates/app/src/frameio/kernel/observation/log.gen.js";

const log = createLogger();
for (let n = 0; n < 1_000; n += 1) log.info({ n }, "line");
const end = process.argv[2];
if (end === "exit") process.exit(0);
if (end === "throw") throw new Error("uncaught");
if (end === "reject") void Promise.reject(new Error("unhandled"));
if (end === "later") setTimeout(() => process.exit(0), 50);
