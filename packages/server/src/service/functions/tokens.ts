/**
 * The service tokens that functions are given. They are rows like every service token, so that
 * every route takes them in the read that it makes anyway and each can be revoked; they end after
 * minutes. One per app is shared by all calls of a few minutes: a call costs no write, and one read,
 * since whoever revokes the token, in whichever process, means the next call too.
 */
import { LRUCache } from "lru-cache";
import type { Clock } from "../../lib/clock.ts";
import { newHandle, newUnguessable, secretPrefixes } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import type { App } from "../../store/apps.ts";
import { addFunctionToken, isLiveServiceToken } from "../../store/bearer-secrets.ts";
import type { Store } from "../../store/store.ts";
import { usualServiceScopes } from "../app-users/index.ts";
import type { FunctionSettings } from "./settings.ts";

export interface FunctionTokens {
  /** A service token of this app that lives for minutes more. */
  of(app: App): Promise<Secret>;
}

interface FunctionToken {
  readonly serviceTokenId: string;
  readonly secret: Secret;
}

interface Entry {
  readonly madeAtMs: number;
  readonly token: Promise<FunctionToken>;
}

const appsMax = 10_000;

/** Creates an empty collection. The tokens are in the memory of this process only, never stored. */
export function createFunctionTokens(
  store: Store,
  clock: Clock,
  settings: FunctionSettings,
): FunctionTokens {
  const entries = new LRUCache<string, Entry>({ max: appsMax });

  /** No other caller's entry is dropped: it may be younger. */
  function drop(appId: string, entry: Entry): void {
    if (entries.get(appId) === entry) entries.delete(appId);
  }

  function begin({ appId, workspaceId }: App): Entry {
    const token = make(store, { appId, workspaceId }, settings.tokenSeconds);
    // All who come while it is being made wait for the same one; where that fails, the next tries.
    const entry = { madeAtMs: clock.nowMs(), token };
    token.catch(() => drop(appId, entry));
    entries.set(appId, entry);
    return entry;
  }

  function young(appId: string): Entry | undefined {
    const known = entries.get(appId);
    const isFit = known !== undefined && isYoung(known, clock.nowMs(), settings.tokenReuseMs);
    return isFit ? known : undefined;
  }

  /** The token in memory that is still a live row. */
  async function live(appId: string): Promise<Secret | undefined> {
    const known = young(appId);
    if (known === undefined) return undefined;
    const { serviceTokenId, secret } = await known.token;
    if (await isLiveServiceToken(store, serviceTokenId)) return secret;
    drop(appId, known);
    return undefined;
  }

  return {
    of: async (app) => {
      const known = await live(app.appId);
      if (known !== undefined) return known;
      // Of all who found it dead, the first makes the next one.
      const entry = young(app.appId) ?? begin(app);
      return (await entry.token).secret;
    },
  };
}

/** A clock that was set back makes a token too old rather than too young. */
function isYoung({ madeAtMs }: Entry, nowMs: number, reuseMs: number): boolean {
  return nowMs >= madeAtMs && nowMs - madeAtMs < reuseMs;
}

async function make(
  store: Store,
  app: Pick<App, "appId" | "workspaceId">,
  lifetimeSeconds: number,
): Promise<FunctionToken> {
  const serviceTokenId = newHandle("serviceToken");
  const secret = new Secret(secretPrefixes.serviceToken + newUnguessable());
  await addFunctionToken(store, {
    ...app,
    serviceTokenId,
    secret,
    scopes: usualServiceScopes,
    expiresAt: store.clock.nowSeconds() + lifetimeSeconds,
  });
  return { serviceTokenId, secret };
}
