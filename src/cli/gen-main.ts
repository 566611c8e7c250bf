import { keepCompiled } from "./code-cache.js";

keepCompiled(import.meta.url);
void import("./process.js").then(({ runInProcess }) =>
  runInProcess(async (context, argv) => {
    if (argv.length === 1 && /^(?:--version|-v)$/.test(argv[0] ?? "")) {
      const [{ toolVersion }, { ExitCode }] = await Promise.all([
        import("./tool.js"),
        import("./exit-code.js"),
      ]);
      context.stdout.write(`${toolVersion()}\n`);
      return ExitCode.done;
    }
    const { runGen } = await import("./gen.js");
    return runGen(context, argv);
  }),
);
