import type { Impact } from "../../impact/impact.js";

/** Of a command that found nothing new. */
export const NO_IMPACT: Impact = {
  providers: [],
  places: [],
  released: [],
  comments: [],
  notes: [],
  changeSet: {
    changes: [],
    outcomes: [],
    conflicts: [],
    warnings: [],
    lockfile: null,
  },
  hasLibraries: true,
};
