import { ExitCode } from "./exit-code.js";
import { runInProcess } from "./process.js";

void runInProcess(async (context, argv) => {
  if (argv.length === 1 && /^(?:--version|-v)$/.test(argv[0] ?? "")) {
    const { toolVersion } = await import("./tool.js");
    context.stdout.write(`${toolVersion()}\n`);
    return ExitCode.done;
  }
  const { runGen } = await import("./gen.js");
  return runGen(context, argv);
});
