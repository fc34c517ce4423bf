/** Whether this process can serve: what it answers rests on a database that takes writes. */
import { writeProbe } from "../../store/write-probes.ts";
import type { UpkeepContext } from "./context.ts";

/** Anybody may ask, and each answer costs a write: so long the last one counts. */
const countsForMs = 1_000;

export interface Readiness {
  /** Rejects with database_unavailable where the database cannot be written. */
  require(context: UpkeepContext): Promise<void>;
}

/** Many who ask at once cause one write. */
export function createReadiness(): Readiness {
  let provenMs = Number.NEGATIVE_INFINITY;
  return {
    require: async (context) => {
      const { clock, flights, store } = context;
      if (clock.steadyMs() - provenMs < countsForMs) return;
      await flights.join("readiness", () => writeProbe(store));
      provenMs = clock.steadyMs();
    },
  };
}
