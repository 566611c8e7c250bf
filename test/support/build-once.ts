import { build } from "../../scripts/build.mjs";

/** Tests of the built tool need dist/; nothing is done when it is up to date. */
export async function setup(): Promise<void> {
  await build();
}
