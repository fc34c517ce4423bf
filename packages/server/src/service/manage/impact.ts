/** What a change would do to the connections that work now. */
import type { LiveCount, LiveCounts } from "../../store/live-counts.ts";
import type { OwnerKind } from "../../store/owner.ts";

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
  /** Whether there may be more. */
  readonly atLeast: boolean;
}

export interface Impact {
  /** How many work now and are touched by any of it. */
  readonly connections: number;
  /** Whether there may be more of any of what is counted here: there are too many to look at all of them. */
  readonly atLeast: boolean;
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

/** What of the connections something holds for: of owners of these kinds, or of both. */
export interface Touch {
  readonly code: ImpactCode;
  readonly holds: (one: LiveCount) => boolean;
  readonly kinds?: readonly OwnerKind[];
}

const ends: ReadonlySet<ImpactCode> = new Set(["client_changed", "deleted"]);

/** Adds up what `touches` says of the connections. `lastTokenEndsAt`: as the impact has it. */
export function impactOf(
  { groups, more }: LiveCounts,
  touches: readonly Touch[],
  lastTokenEndsAt: number | null = null,
): Impact {
  const isOf = (isMeant: (code: ImpactCode) => boolean) => (one: LiveCount) =>
    touches.some(({ code, holds }) => isMeant(code) && holds(one));
  const touched = groups.filter(isOf(() => true));
  const apps = new Map<string, { appId: string; name: string; connections: number }>();
  for (const { appId, appName: name, count } of touched) {
    const before = apps.get(appId)?.connections ?? 0;
    apps.set(appId, { appId, name, connections: before + count });
  }
  const warnings = touches.map(({ code, holds, kinds }) => ({
    code,
    connections: sum(groups.filter(holds)),
    atLeast: more.some((kind) => kinds?.includes(kind) ?? true),
  }));
  return {
    connections: sum(touched),
    atLeast: warnings.some(({ atLeast }) => atLeast),
    mustReconnect: sum(groups.filter(isOf((code) => code === "scopes_added"))),
    ended: sum(groups.filter(isOf((code) => ends.has(code)))),
    lastTokenEndsAt,
    apps: [...apps.values()],
    warnings,
  };
}

function sum(counts: readonly LiveCount[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}
