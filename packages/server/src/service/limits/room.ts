/** How much one may have: far more than anybody needs, so that whoever is let in cannot fill the server. */
import { GrantryError } from "../../lib/error.ts";
import { type CountedTable, hasAsMany } from "../../store/room.ts";
import type { Store } from "../../store/store.ts";

interface Room {
  readonly table: CountedTable;
  readonly max: number;
  readonly what: string;
}

export const rooms = {
  apps: { table: "apps", max: 2_000, what: "apps of the workspace" },
  connectors: { table: "connectors", max: 5_000, what: "connectors of the workspace" },
  oauthClients: { table: "oauth_clients", max: 5_000, what: "OAuth clients of the workspace" },
  /** Where it is met nobody is invited any more, or let in unasked; who was invited before still comes. */
  members: { table: "memberships", max: 10_000, what: "members of the workspace" },
  workspaceKeys: { table: "workspace_keys", max: 1_000, what: "keys of the workspace" },
  invitations: { table: "entry_links", max: 1_000, what: "open invitations of the workspace" },
  serviceTokens: { table: "service_tokens", max: 1_000, what: "service tokens of the app" },
  signalStreams: { table: "signal_streams", max: 100, what: "signal streams of the workspace" },
  personalKeys: { table: "personal_keys", max: 200, what: "personal keys of the account" },
} as const satisfies Record<string, Room>;

/** Whether there is room for one more. */
export async function hasRoom(
  store: Store,
  name: keyof typeof rooms,
  owner: string,
): Promise<boolean> {
  const { table, max } = rooms[name];
  return !(await hasAsMany(store, { table, owner, max }));
}

/**
 * Throws limit_reached where there are as many already. Those who make some at the same moment may have a few more. Call it
 * with the store of the transaction.
 */
export async function requireRoom(
  store: Store,
  name: keyof typeof rooms,
  owner: string,
): Promise<void> {
  if (await hasRoom(store, name, owner)) return;
  const { max, what } = rooms[name];
  throw new GrantryError("limit_reached", {
    detail: `There are ${max} ${what} already, and there can be no more. Delete some that are not used.`,
  });
}
