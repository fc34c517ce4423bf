/** A world in which users are connected, and what the tests of the engine ask of it. */
import type { Connection } from "@grantry/server/store/connections";
import { toConnection } from "@grantry/server/store/connections";
import { type Answer, type Api, apiOf, type TokenAsked } from "./api.ts";
import { consent, createJar } from "./browser.ts";
import { ids, startWorld, type World, type WorldOptions } from "./harness.ts";

/** Whose token is read, and what is asked of it. */
export interface Asked extends TokenAsked {
  /** Another process of the server. */
  readonly via?: Api;
  /** Another user than the first. */
  readonly userId?: string;
}

export interface Connected {
  readonly world: World;
  readonly api: Api;
  /** Reads the token of a named user by `/v1`: of the first one, through the first process, unless told. */
  read(asked?: Asked): Promise<Answer>;
  /** The row as it is now. */
  row(userId?: string): Promise<Connection>;
  /** How many refreshes the provider has carried out. */
  refreshes(): number;
}

export const firstUser = "user-1";

/** Starts a world and connects these users, each with an account of their own where there are enough. */
export async function startConnected(
  options: WorldOptions & {
    readonly users?: readonly string[];
    readonly connectorId?: string;
  } = {},
): Promise<Connected> {
  const { users = [firstUser], connectorId = ids.userConnector } = options;
  const world = await startWorld(options);
  const api = apiOf(world);
  for (const userId of users) await connect(api, userId, connectorId);
  return {
    world,
    api,
    read: ({ via = api, userId = firstUser, ...asked } = {}) =>
      via.tokenOf(userId, connectorId, asked),
    row: async (userId = firstUser) => {
      const { db } = world.app.context.store;
      const query = db.selectFrom("connections").selectAll().where("user_id", "=", userId);
      return toConnection(await query.executeTakeFirstOrThrow());
    },
    refreshes: () => world.sandbox.ledger.count("refresh"),
  };
}

/** Lets a user consent. */
export async function connect(api: Api, userId: string, connectorId: string): Promise<void> {
  const user = await api.signIn(userId);
  const started = await user.initiate(connectorId);
  await consent(createJar(), started.body.redirect_url);
}

/** Something that a provider's answer can be held for, and what lets it go. */
export function createHold(): { readonly until: Promise<void>; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { until: promise, release: () => resolve() };
}

/** Waits, turn by turn of the event loop, until something holds; the test's own time limit bounds it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
