/**
 * The system looks names up on the few threads that files and passwords are worked on, too, and nothing can end a look-up
 * that hangs. So few go on at once, and one of each party: names of a workspace's providers that nobody answers
 * hold up that workspace.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { CrowdedError, createFairGate } from "./fair-gate.ts";

/** Of the four threads that Node has by default one is left. */
export const lookupsAtOnce = 3;
const waitMs = 5_000;
const waitingPerParty = 2_000;

const party = new AsyncLocalStorage<string>();

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;
/** As dns.lookup. */
export type Lookup = (hostname: string, options: LookupOptions, found: Found) => void;

/** Does the work; names that it has looked up are looked up for this party. */
export function lookingUpFor<T>(name: string, work: () => Promise<T>): Promise<T> {
  return party.run(name, work);
}

/** The same look-up, when its turn has come. */
export function inTurns(lookUp: Lookup): Lookup {
  const gate = createFairGate({ atOnce: lookupsAtOnce, perParty: 1, waitingPerParty, waitMs });
  return (hostname, options, found) => {
    gate.enter(party.getStore() ?? "").then(
      (leave) => {
        lookUp(hostname, options, (error, address, family) => {
          leave();
          found(error, address, family);
        });
      },
      (thrown: unknown) => found(asLookupError(thrown), ""),
    );
  };
}

/** As dns.lookup. */
export const lookupInTurn = inTurns((hostname, options, found) => lookup(hostname, options, found));

/** As the system says that it cannot answer now: nothing was sent. */
function asLookupError(thrown: unknown): NodeJS.ErrnoException {
  const message = thrown instanceof CrowdedError ? thrown.message : "The name was not looked up.";
  return Object.assign(new Error(message), { code: "EAI_AGAIN" });
}
