// Loaded before a built bin (`node --import`): counts its calls that change the disk, tells of the first, and dies or waits at one.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const CHANGING = [
  "copyFileSync",
  "fchmodSync",
  "fsync",
  "fsyncSync",
  "linkSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "unlinkSync",
  "utimesSync",
  "writeFileSync",
];

const { KILL_AT, WAIT_AT, WAIT_FILE, CALLS_FILE, TELL } = process.env;
const { existsSync, writeSync, openSync, writeFileSync } = fs;
/** Where `runBin` listens. */
const TELLING = 3;
let calls = 0;

for (const name of CHANGING) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (name === "openSync" && (args[1] ?? "r") === "r")
      return original(...args);
    calls++;
    if (calls === 1 && TELL !== undefined) writeSync(TELLING, "begun");
    if (calls === Number(KILL_AT)) die(name, args);
    if (calls === Number(WAIT_AT)) waitUntilGone();
    return Reflect.apply(original, fs, args);
  };
}
syncBuiltinESMExports();

if (CALLS_FILE !== undefined)
  process.on("exit", () => writeFileSync(CALLS_FILE, String(calls)));

/** In the middle of a text, where one is written. */
function die(name, [target, data]) {
  if (name === "writeFileSync" && typeof data === "string") {
    const file = typeof target === "number" ? target : openSync(target, "w");
    writeSync(file, data.slice(0, data.length / 2));
  }
  process.kill(process.pid, "SIGKILL");
}

/** Says that it has come so far by making a file, and goes on when somebody removes it. */
function waitUntilGone() {
  writeFileSync(WAIT_FILE, "");
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(WAIT_FILE)) Atomics.wait(pause, 0, 0, 10);
}
