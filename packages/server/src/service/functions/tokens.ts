/**
 * The service tokens that functions are given. They are rows like every service token, so that
 * every route takes them in the read that it makes anyway and each can be revoked; they end after
 * minutes. One per app is shared by all calls of a few minutes: a call costs no write.
 */
import type { Clock } from "../../lib/clock.ts";
import { newHandle, newUnguessable, secretPrefixes } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import type { App } from "../../store/apps.ts";
import { addFunctionToken } from "../../store/bearer-secrets.ts";
import type { Store } from "../../store/store.ts";
import type { FunctionSettings } from "./settings.ts";

export interface FunctionTokens {
  /** A service token of this app that lives for minutes more. */
  of(app: App): Promise<Secret>;
}

interface Entry {
  readonly madeAtMs: number;
  readonly secret: Promise<Secret>;
}

const appsMax = 10_000;

/** Creates an empty collection. The tokens are in the memory of this process only, never stored. */
export function createFunctionTokens(
  store: Store,
  clock: Clock,
  settings: FunctionSettings,
): FunctionTokens {
  const entries = new Map<string, Entry>();
  return {
    of: ({ appId, workspaceId }) => {
      const nowMs = clock.nowMs();
      const known = entries.get(appId);
      if (known !== undefined && isYoung(known, nowMs, settings.tokenReuseMs)) return known.secret;
      const secret = make(store, { appId, workspaceId }, settings.tokenSeconds);
      // All who come while it is being made wait for the same one; where that fails, the next tries.
      const entry = { madeAtMs: nowMs, secret };
      secret.catch(() => {
        if (entries.get(appId) === entry) entries.delete(appId);
      });
      if (entries.size >= appsMax) entries.clear();
      entries.set(appId, entry);
      return secret;
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
): Promise<Secret> {
  const secret = new Secret(secretPrefixes.serviceToken + newUnguessable());
  await addFunctionToken(store, {
    ...app,
    serviceTokenId: newHandle("serviceToken"),
    secret,
    expiresAt: store.clock.nowSeconds() + lifetimeSeconds,
  });
  return secret;
}
