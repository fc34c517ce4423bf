/**
 * Where the calls of a workspace may lead: to public addresses by https, and to the private origins that
 * whoever runs the server allows to this workspace. One workspace's internal origin is not another's.
 */
import { type Asking, requireAsking } from "./asking.ts";
import { GrantryError } from "./error.ts";
import { CrowdedError, createFairGate, type FairGate } from "./fair-gate.ts";
import {
  createOutbound,
  type Outbound,
  OutboundError,
  type OutboundOptions,
  type OutboundStream,
} from "./outbound.ts";

export interface Reach {
  /** Origins (`http://10.0.0.7:8080`) that may be http and may lie on a private address. */
  readonly allowedPrivateOrigins: ReadonlySet<string>;
  /** Calls providers: a sandbox in their place, where one plays them. Throws server_restored where none may be asked. */
  readonly send: Outbound;
  /** Calls those where people sign in: a sandbox in their place likewise, and no connection rests on them. */
  readonly sendToSignIn: Outbound;
  /** Calls what is no provider. */
  readonly sendDirectly: Outbound;
  /** Calls functions. */
  readonly stream: OutboundStream;
}

/** Of a workspace, by its id. */
export type ReachOf = (workspaceId: string) => Reach;

interface PrivateOrigin {
  /** Null: of the only workspace there is. */
  readonly workspaceId: string | null;
  readonly origin: string;
}

const setting = "GRANTRY_ALLOWED_PRIVATE_ORIGINS";

/** Reads `origin` or `workspace=origin`. Throws config_invalid. */
export function parsePrivateOrigin(text: string): PrivateOrigin {
  const [, workspaceId = null, origin = ""] = /^(?:([A-Za-z0-9_-]{1,64})=)?(.*)$/s.exec(text) ?? [];
  if (URL.canParse(origin) && new URL(origin).origin === origin) return { workspaceId, origin };
  throw new GrantryError("config_invalid", {
    detail: `${setting} must list origins such as http://127.0.0.1:4401, each with the id of its workspace before it (ws_main=http://127.0.0.1:4401), separated by commas.`,
  });
}

/** The first of these without a workspace: then there is only one, and no second is made. Null: each names its own. */
export function unnamedOrigin(texts: readonly string[]): string | null {
  const found = texts.map(parsePrivateOrigin).find(({ workspaceId }) => workspaceId === null);
  return found?.origin ?? null;
}

/**
 * The private origins of each workspace. `workspaceIds` are those that there are or will be; an origin
 * without a workspace is for the only one. Throws config_invalid where there are several.
 */
export function privateOrigins(
  texts: readonly string[],
  workspaceIds: Iterable<string>,
): (workspaceId: string) => ReadonlySet<string> {
  const allowed = texts.map(parsePrivateOrigin);
  const known = [...new Set(workspaceIds)];
  const unnamed = allowed.find((one) => one.workspaceId === null);
  if (unnamed !== undefined && known.length > 1) {
    throw new GrantryError("config_invalid", {
      detail: `${setting} names no workspace for ${unnamed.origin}, and there are several: write ${known[0] ?? ""}=${unnamed.origin}, and so for each workspace that may reach it.`,
    });
  }
  let [only] = known;
  return (workspaceId) => {
    // The first one was made after the start.
    only ??= workspaceId;
    const mine = allowed.filter((one) => (one.workspaceId ?? only) === workspaceId);
    return new Set(mine.map(({ origin }) => origin));
  };
}

/**
 * Calls that wait for an answer at the same time, in a process: of one workspace to one place, of one workspace, and of
 * all. Who hangs holds its calls until their deadline, and nobody else's.
 */
export const callsAtOnce = { perPlace: 100, perWorkspace: 200, inAll: 2_000 } as const;
/** More of one workspace do not wait for their turn, and none for longer. */
export const callsWaitingMax = 2_000;
export const callWaitMs = 10_000;

/** The same, which waits for its turn. */
function inTurn(workspaceId: string, gates: CallGates, send: Outbound): Outbound {
  return async (request) => {
    const origin = URL.parse(request.url)?.origin ?? "";
    // Whoever waits for one place holds nothing that calls to others need.
    const leavePlace = await entered(gates.places, `${workspaceId} ${origin}`);
    try {
      const leave = await entered(gates.workspaces, workspaceId);
      try {
        return await send(request);
      } finally {
        leave();
      }
    } finally {
      leavePlace();
    }
  };
}

interface CallGates {
  readonly places: FairGate;
  readonly workspaces: FairGate;
}

function createCallGates(): CallGates {
  const common = { waitingPerParty: callsWaitingMax, waitMs: callWaitMs };
  const { perPlace, perWorkspace, inAll } = callsAtOnce;
  return {
    places: createFairGate({ ...common, atOnce: Number.POSITIVE_INFINITY, perParty: perPlace }),
    workspaces: createFairGate({ ...common, atOnce: inAll, perParty: perWorkspace }),
  };
}

async function entered(gate: FairGate, party: string): Promise<() => void> {
  try {
    return await gate.enter(party);
  } catch (thrown) {
    throw thrown instanceof CrowdedError ? heldUp(thrown) : thrown;
  }
}

const heldUp = (cause: CrowdedError) =>
  new OutboundError("not_sent", "Calls of the workspace are held up.", cause);

export interface OpenReach {
  readonly reach: ReachOf;
  close(): Promise<void>;
}

/** Creates the functions that call out, and joins to them the origins of each workspace. */
export function openReach(
  originsOf: (workspaceId: string) => ReadonlySet<string>,
  {
    sandbox = null,
    asking = { isAllowed: true },
    ...options
  }: Omit<OutboundOptions, "allowedPrivateOrigins"> & { readonly asking?: Asking },
): OpenReach {
  const none = { ...options, allowedPrivateOrigins: new Set<string>() };
  const directly = createOutbound(none);
  const toProviders = createOutbound({ ...none, sandbox });
  const gates = createCallGates();
  const known = new Map<string, Reach>();
  const reach: ReachOf = (workspaceId) => {
    const before = known.get(workspaceId);
    if (before !== undefined) return before;
    const allowedPrivateOrigins = originsOf(workspaceId);
    const direct = directly.within(allowedPrivateOrigins, workspaceId);
    const { send } = toProviders.within(allowedPrivateOrigins, workspaceId);
    const sendToSignIn = inTurn(workspaceId, gates, send);
    const made: Reach = {
      allowedPrivateOrigins,
      send: async (request) => {
        requireAsking(asking);
        return await sendToSignIn(request);
      },
      sendToSignIn,
      sendDirectly: inTurn(workspaceId, gates, direct.send),
      stream: direct.stream,
    };
    known.set(workspaceId, made);
    return made;
  };
  return {
    reach,
    close: async () => {
      await Promise.all([directly.close(), toProviders.close()]);
    },
  };
}
