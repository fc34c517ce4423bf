/**
 * Where the calls of a workspace may lead: to public addresses by https, and to the private origins that
 * whoever runs the server allows to this workspace. One workspace's internal origin is not another's.
 */
import { GrantryError } from "./error.ts";
import {
  createOutbound,
  type Outbound,
  type OutboundOptions,
  type OutboundStream,
} from "./outbound.ts";

export interface Reach {
  /** Origins (`http://10.0.0.7:8080`) that may be http and may lie on a private address. */
  readonly allowedPrivateOrigins: ReadonlySet<string>;
  /** Calls providers: a sandbox in their place, where one plays them. */
  readonly send: Outbound;
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

export interface OpenReach {
  readonly reach: ReachOf;
  close(): Promise<void>;
}

/** Creates the functions that call out, and joins to them the origins of each workspace. */
export function openReach(
  originsOf: (workspaceId: string) => ReadonlySet<string>,
  { sandbox = null, ...options }: Omit<OutboundOptions, "allowedPrivateOrigins">,
): OpenReach {
  const none = { ...options, allowedPrivateOrigins: new Set<string>() };
  const directly = createOutbound(none);
  const toProviders = createOutbound({ ...none, sandbox });
  const known = new Map<string, Reach>();
  const reach: ReachOf = (workspaceId) => {
    const before = known.get(workspaceId);
    if (before !== undefined) return before;
    const allowedPrivateOrigins = originsOf(workspaceId);
    const { send: sendDirectly, stream } = directly.within(allowedPrivateOrigins);
    const { send } = toProviders.within(allowedPrivateOrigins);
    const made = { allowedPrivateOrigins, send, sendDirectly, stream };
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
