import type { AppAnswers } from "../../../generators/app/answers.js";
import AppGenerator, {
  type AppGeneratorOptions,
} from "../../../generators/app/index.js";
import { runHosted } from "../../yeoman/host.js";
import type { CliContext } from "../context.js";

export interface AskedApp {
  readonly answers: AppAnswers;
  readonly manifestText: string;
}

/** Asks for what is missing, with Yeoman as the host, and takes over the manifest that the generator wrote in memory. */
export async function askForApp(
  context: CliContext,
  given: Partial<AppAnswers>,
  sources: Omit<AppGeneratorOptions, "given" | "dir">,
): Promise<AskedApp> {
  const { dir, packageManager, ...others } = given;
  const options: AppGeneratorOptions = {
    ...sources,
    dir,
    given: {
      ...others,
      ...(packageManager === undefined
        ? {}
        : { "package-manager": packageManager }),
    },
  };
  const { generator, files } = await runHosted(context, AppGenerator, {
    namespace: "frameio:app",
    options,
  });
  const [manifestText] = files.values();
  if (generator.answers === undefined || manifestText === undefined) {
    throw new Error("the generator made no manifest");
  }
  return { answers: generator.answers, manifestText };
}
