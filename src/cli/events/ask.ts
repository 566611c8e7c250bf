import WebhookGenerator, {
  type WebhookGeneratorOptions,
} from "../../../generators/webhook/index.js";
import type { Added } from "../../manifest/edit.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import { runHosted } from "../../yeoman/host.js";
import type { CliContext } from "../context.js";

/** Asks for the events to handle, with Yeoman as the host, and takes over the manifest that the generator edited in memory. */
export async function askForWebhook(
  context: CliContext,
  options: WebhookGeneratorOptions,
): Promise<Added> {
  const { generator, files } = await runHosted(context, WebhookGenerator, {
    namespace: "frameio:webhook",
    options,
  });
  const text = files.get(MANIFEST_PATH);
  if (generator.result === undefined) {
    throw new Error("the generator edited no manifest");
  }
  // Yeoman's store drops a write of what is there already.
  return text === undefined ? generator.result : { ...generator.result, text };
}
