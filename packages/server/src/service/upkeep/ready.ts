/** Whether this process can serve: what it answers rests on a database that takes writes, and on keys. */
import { GrantryError } from "../../lib/error.ts";
import { writeProbe } from "../../store/write-probes.ts";
import type { UpkeepContext } from "./context.ts";

/** Anybody may ask, and each answer costs a write: so long the last one counts. */
const countsForMs = 1_000;

export interface Readiness {
  /**
   * Rejects with database_unavailable where the database cannot be written, and with key_service_unavailable where a
   * key service has been away for so long that data keys do not serve any more.
   */
  require(context: UpkeepContext): Promise<void>;
}

/** Many who ask at once cause one write. */
export function createReadiness(): Readiness {
  let provenMs = Number.NEGATIVE_INFINITY;
  return {
    require: async (context) => {
      const { clock, flights, store } = context;
      if (store.keyring.dataKeys.primaryOf("")?.serves !== true) {
        throw new GrantryError("key_service_unavailable");
      }
      if (clock.steadyMs() - provenMs < countsForMs) return;
      await flights.join("readiness", () => writeProbe(store));
      provenMs = clock.steadyMs();
    },
  };
}
