import { openWorkspace } from "../workspace/open-workspace.js";
import { yoAppGenerator } from "../yeoman/yo-app.js";
import { readLockfile } from "./app/open-app.js";
import { planApp } from "./app/plan-app.js";
import { chosenProviders, firstEvents } from "./create/providers.js";
import { builtInEvents } from "./events/built-in-events.js";
import { openTool } from "./tool.js";

/** What `yo` finds when it is given our generator's path. */
export default yoAppGenerator({
  offer: (names) => {
    const tool = openTool();
    if (names === undefined)
      return { events: builtInEvents(tool).map(({ name }) => name) };
    const providers = chosenProviders(names, tool);
    const events = providers.flatMap(({ catalog }) => catalog.events);
    return {
      providers,
      events: events.map(({ name }) => name),
      first: firstEvents(providers),
    };
  },
  generate: (root, manifestText) => {
    const workspace = openWorkspace(root);
    return planApp({
      workspace,
      manifestText,
      lockfile: readLockfile(workspace),
      tool: openTool(),
      formatter: undefined,
    });
  },
});
