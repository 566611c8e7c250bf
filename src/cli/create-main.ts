import { keepCompiled } from "./code-cache.js";

keepCompiled(import.meta.url);
void import("./process.js").then(({ runInProcess }) =>
  runInProcess(async (context, argv) => {
    const { default: create } = await import("./commands/create.js");
    return create.execute(context, argv);
  }),
);
