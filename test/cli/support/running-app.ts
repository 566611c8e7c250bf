import { spawn, type ChildProcess } from "node:child_process";

import { freePort } from "../../../scripts/support/servers.mjs";
import { cleanEnv } from "./run.js";

/** A compiled app's server or worker, as a process. */
export interface RunningApp {
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
  /** What it wrote, to both outputs. */
  output(): string;
  /** Ends it: with SIGTERM unless told otherwise. Tells its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `dist/server.js`, or another file, and waits until it says that it runs. */
export async function startApp(
  cwd: string,
  env: Readonly<Record<string, string>>,
  file = "dist/server.js",
  says = /"(?:listening on .*|working)"/,
): Promise<RunningApp> {
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    cwd,
    env: {
      ...cleanEnv(),
      HOST: "127.0.0.1",
      PORT: String(port),
      METRICS_PORT: "0",
      WORKER_METRICS_PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise<number | null>((resolve) =>
    child.once("close", resolve),
  );
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += String(chunk);
      if (says.test(output)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void ended.then(() => reject(new Error(`it did not start: ${output}`)));
  });
  return {
    child,
    port,
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    async end(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}
