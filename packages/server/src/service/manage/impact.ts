/** What a change would do to the connections that work now. */
import type { LiveCount } from "../../store/live-counts.ts";

/**
 * `scopes_added`, `scopes_removed`: of those who are connected nothing changes until they connect again.
 * `client_changed`: refresh tokens belong to the client of before. `settings_changed`: only new connections get
 * them. `deleted`: they end at once. `tokens_stop`, `tokens_resume`: they are kept, and give tokens no more, or
 * again. `scopes_not_asked`: they have more than the workspace will allow, and keep it.
 */
export type ImpactCode =
  | "scopes_added"
  | "scopes_removed"
  | "client_changed"
  | "settings_changed"
  | "deleted"
  | "tokens_stop"
  | "tokens_resume"
  | "scopes_not_asked";

/** One thing that the change does, and to how many. */
export interface Warning {
  readonly code: ImpactCode;
  readonly connections: number;
}

export interface Impact {
  /** How many work now and are touched by any of it. */
  readonly connections: number;
  /** How many get what the change adds only once their people connect again. */
  readonly mustReconnect: number;
  /** How many end, at once or when their access tokens do. */
  readonly ended: number;
  /** Of those that end with their tokens: when the last one does, in epoch seconds; null where nothing says. */
  readonly lastTokenEndsAt: number | null;
  /** Whose they are, by name. */
  readonly apps: readonly {
    readonly appId: string;
    readonly name: string;
    readonly connections: number;
  }[];
  readonly warnings: readonly Warning[];
}

/** What of the connections something holds for. */
export type Touches = readonly (readonly [ImpactCode, (one: LiveCount) => boolean])[];

const ends: ReadonlySet<ImpactCode> = new Set(["client_changed", "deleted"]);

/** Adds up what `touches` says of the connections. */
export function impactOf(live: readonly LiveCount[], touches: Touches): Impact {
  const isOf = (code: (one: ImpactCode) => boolean) => (one: LiveCount) =>
    touches.some(([name, holds]) => code(name) && holds(one));
  const touched = live.filter(isOf(() => true));
  const ending = live.filter(isOf((code) => ends.has(code)));
  const lasts = live.filter(isOf((code) => code === "client_changed"));
  const apps = new Map<string, { appId: string; name: string; connections: number }>();
  for (const { appId, appName: name, count } of touched) {
    const before = apps.get(appId)?.connections ?? 0;
    apps.set(appId, { appId, name, connections: before + count });
  }
  return {
    connections: sum(touched),
    mustReconnect: sum(live.filter(isOf((code) => code === "scopes_added"))),
    ended: sum(ending),
    lastTokenEndsAt: lasts.reduce<number | null>(
      (last, { lastTokenEndsAt: at }) => (at === null ? last : Math.max(last ?? at, at)),
      null,
    ),
    apps: [...apps.values()],
    warnings: touches.map(([code, holds]) => ({ code, connections: sum(live.filter(holds)) })),
  };
}

function sum(counts: readonly LiveCount[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}
