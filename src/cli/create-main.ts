import { runInProcess } from "./process.js";

void runInProcess(async (context, argv) => {
  const { default: create } = await import("./commands/create.js");
  return create.execute(context, argv);
});
