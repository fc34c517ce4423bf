/** How everything of a server that calls out does so, and where the calls of each workspace lead. */
import type { Config } from "./config.ts";
import type { HttpContext } from "./http/context.ts";
import type { Asking } from "./lib/asking.ts";
import { directly } from "./lib/egress.ts";
import { watchedEgress } from "./lib/egress-watch.ts";
import type { OutboundOptions } from "./lib/outbound.ts";
import { privateOrigins, type ReachOf } from "./lib/reach.ts";
import type { Bootstrap } from "./service/bootstrap/index.ts";
import type { Defences } from "./service/defences/index.ts";
import type { Store } from "./store/store.ts";
import { listWorkspaces } from "./store/workspaces.ts";

export type WaysOut = Omit<OutboundOptions, "allowedPrivateOrigins" | "sandbox">;

/** By the operator's proxy and to the operator's hosts, where there are such. */
export function waysOut(
  {
    config,
    outbound,
  }: {
    readonly config: Partial<Pick<Config, "egress">>;
    readonly outbound?: Omit<WaysOut, "egress">;
  },
  hearing: Pick<HttpContext, "clock" | "metrics" | "log">,
): WaysOut {
  return { ...outbound, egress: watchedEgress(config.egress ?? directly, hearing) };
}

interface ReachInput extends Pick<Defences, "openReach"> {
  readonly config: Pick<Config, "allowedPrivateOrigins"> &
    Partial<Pick<Config, "sandboxProviders">>;
  readonly bootstrap?: { readonly declared: Bootstrap };
  readonly outbound: WaysOut;
  readonly asking: Asking;
}

/** Of the workspaces that are there, and those that are declared. */
export async function reachOf(
  { asking, config, bootstrap, outbound, openReach }: ReachInput,
  store: Store,
  closers: (() => Promise<void> | void)[],
): Promise<ReachOf> {
  const stored = await listWorkspaces(store);
  const declared = bootstrap?.declared.workspaces ?? [];
  const ids = [...stored.map(({ workspaceId }) => workspaceId), ...declared.map(({ id }) => id)];
  const originsOf = privateOrigins(config.allowedPrivateOrigins, ids);
  const { sandboxProviders: sandbox = null } = config;
  const opened = openReach(originsOf, { ...outbound, sandbox, asking });
  closers.push(opened.close);
  return opened.reach;
}
