export { FILE_KINDS, runSuite } from "./run-suite.js";
export { count, scoreTable, VERDICTS } from "./table.js";
