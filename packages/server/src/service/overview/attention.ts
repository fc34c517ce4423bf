/** What needs somebody in a workspace: one entry per cause, the most urgent first. */
import { createHash } from "node:crypto";
import {
  countEnding,
  countFailing,
  countInDoubt,
  countNotEnded,
  listIgnored,
} from "../../store/attention.ts";
import { countEnded, type EndedGroup } from "../../store/ended-counts.ts";
import {
  listAdmins,
  listEndingCredentials,
  listNamedConnectors,
  type NamedConnector,
} from "../../store/overview.ts";
import { listRefusedOriginsIn } from "../../store/refused-origins.ts";
import { listWorkspaceApps } from "../../store/workspace-apps.ts";
import { findEntry, unusualConnectors } from "../providers/index.ts";
import { type Attention, type AttentionKind, attentionKinds } from "./attention-kinds.ts";
import type { OverviewContext } from "./context.ts";

/** More is not shown: whoever has so much to do begins with these. */
const shownMax = 100;
/** So long before its end a connection, a key or a token needs somebody: a week. */
const soonSeconds = 604_800;
const hourSeconds = 3_600;
/** Of more origins that were refused only the latest are told. */
const originsMax = 20;

type Names = Awaited<ReturnType<typeof readNames>>;
type Found = Omit<Attention, "id"> & { readonly key: string };
type Finder = (context: OverviewContext, workspaceId: string, names: Names) => Promise<Found[]>;

/** Entries that nobody has set aside, and how many somebody has. */
export async function getAttention(
  context: OverviewContext,
  workspaceId: string,
): Promise<{ readonly entries: readonly Attention[]; readonly ignored: number }> {
  const names = await readNames(context, workspaceId);
  const found: Found[] = [];
  for (const find of finders) found.push(...(await find(context, workspaceId, names)));
  const ignored = new Set(await listIgnored(context.store, workspaceId));
  const all = found
    .map(({ key, ...entry }): Attention => ({ id: idOf(entry.kind, key), ...entry }))
    .sort((one, other) => rank(one) - rank(other) || other.count - one.count);
  const entries = all.filter(({ id }) => !ignored.has(id));
  return { entries: entries.slice(0, shownMax), ignored: all.length - entries.length };
}

const rank = ({ kind }: Attention) => attentionKinds.indexOf(kind);

function idOf(kind: AttentionKind, key: string): string {
  return `att_${createHash("sha256").update(`${kind} ${key}`).digest("hex").slice(0, 24)}`;
}

async function readNames({ catalogue, store }: OverviewContext, workspaceId: string) {
  const connectors = await listNamedConnectors(store, workspaceId);
  const apps = await listWorkspaceApps(store, workspaceId);
  const appNames = new Map(apps.map(({ appId, name }) => [appId, { id: appId, name }]));
  return {
    unusual: await unusualConnectors({ catalogue, store }, workspaceId),
    connectors,
    connector: new Map(connectors.map((one) => [one.connectorId, one])),
    app: (id: string | null) => (id === null ? null : (appNames.get(id) ?? null)),
    provider: (of: NamedConnector) => {
      const name = findEntry(catalogue, of)?.server.name ?? of.serverId;
      return { id: of.serverId, name };
    },
  };
}

const nothing = {
  atLeast: false,
  since: null,
  endsAt: null,
  app: null,
  connector: null,
  provider: null,
  credential: null,
  origin: null,
  ownerKind: null,
  reasons: [],
} as const;

/** Connections that only a consent mends: of an app's shared account one entry each, of people one per connector. */
const findEnded: Finder = async ({ store }, _, names) => {
  const groups = new Map<string, EndedGroup[]>();
  for (const group of await countEnded(store, names.unusual)) {
    const { appId, connectorId, ownerKind } = group;
    const key = ownerKind === "app" ? `${connectorId} ${appId}` : connectorId;
    groups.set(key, [...(groups.get(key) ?? []), group]);
  }
  return [...groups].flatMap(([key, all]): Found[] => {
    const [{ appId, connectorId, ownerKind }] = all as [EndedGroup];
    const connector = names.connector.get(connectorId);
    if (connector === undefined) return [];
    const reasons = new Map<string, number>();
    for (const { reason, count } of all) {
      if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    }
    return [
      {
        ...nothing,
        key,
        kind: ownerKind === "app" ? "shared_connection" : "people",
        count: all.reduce((sum, { count }) => sum + count, 0),
        atLeast: all.some(({ atLeast }) => atLeast),
        since: Math.min(...all.map(({ since }) => since)),
        app: ownerKind === "app" ? names.app(appId) : null,
        connector,
        provider: names.provider(connector),
        ownerKind,
        reasons: [...reasons]
          .map(([reason, count]) => ({ reason, count }))
          .sort((one, other) => other.count - one.count),
      },
    ];
  });
};

/** OAuth clients that their providers refuse, and providers that are away. */
const findFailing: Finder = async ({ store }, _, names) => {
  const found = new Map<string, Found>();
  for (const group of await countFailing(store, names.unusual)) {
    const connector = names.connector.get(group.connectorId);
    if (connector === undefined) continue;
    const isClient = group.failureCode === "connector_misconfigured";
    const key = isClient ? connector.oauthClientId : connector.serverId;
    const kind = isClient ? "client_refused" : "provider_away";
    const before = found.get(`${kind} ${key}`);
    found.set(`${kind} ${key}`, {
      ...nothing,
      key,
      kind,
      count: (before?.count ?? 0) + group.count,
      atLeast: before?.atLeast === true || group.atLeast,
      since: latest(before?.since ?? null, group.lastWorkedAt),
      endsAt: earliest(before?.endsAt ?? null, group.firstEndsAt),
      connector: before?.connector ?? connector,
      provider: names.provider(connector),
    });
  }
  return [...found.values()];
};

/** By the provider whose answer is missing. */
const findInDoubt: Finder = async ({ store }, _, names) => {
  const found = new Map<string, Found>();
  for (const group of await countInDoubt(store, names.unusual)) {
    const { connectorId, count, first } = group;
    const connector = names.connector.get(connectorId);
    if (connector === undefined) continue;
    const before = found.get(connector.serverId);
    found.set(connector.serverId, {
      ...nothing,
      key: connector.serverId,
      kind: "outcome_unknown",
      count: (before?.count ?? 0) + count,
      atLeast: before?.atLeast === true || group.atLeast,
      since: earliest(before?.since ?? null, first),
      connector: before?.connector ?? connector,
      provider: names.provider(connector),
    });
  }
  return [...found.values()];
};

/** Origins that an app has not declared and whose pages called it within the last day. */
const findOrigins: Finder = async ({ store }, workspaceId, names) => {
  const refused = await listRefusedOriginsIn(store, workspaceId, originsMax);
  return refused.map(({ appId, origin, firstAt }): Found => {
    const what = { key: `${appId} ${origin}`, kind: "origin_refused", count: 1 } as const;
    return { ...nothing, ...what, since: firstAt, app: names.app(appId), origin };
  });
};

/** Connections that end within a week, as the list is asked for them: to the full hour. */
const findEnding: Finder = async ({ clock, store }, _, names) => {
  const hours = Math.ceil(clock.nowSeconds() / hourSeconds);
  const endsTo = hours * hourSeconds + soonSeconds;
  const groups = await countEnding(store, names.unusual, endsTo);
  return groups.flatMap(({ connectorId, count, first, atLeast }): Found[] => {
    const connector = names.connector.get(connectorId);
    if (connector === undefined) return [];
    const provider = names.provider(connector);
    const what = { key: connectorId, kind: "ends_soon", count, connector, provider } as const;
    return [{ ...nothing, ...what, atLeast, endsAt: first }];
  });
};

const findCredentials: Finder = async ({ store }, workspaceId, names) => {
  const ending = await listEndingCredentials(store, workspaceId, soonSeconds);
  return ending.map(
    (credential): Found => ({
      ...nothing,
      key: credential.id,
      kind: "credential_ends",
      count: 1,
      endsAt: credential.endsAt,
      app: names.app(credential.appId),
      credential,
    }),
  );
};

/** Connections that exist of what the workspace does not allow. */
const findSwitchedOff: Finder = async ({ store }, workspaceId, names) => {
  const offFor = (kind: "app" | "user") =>
    names.connectors.filter(({ enabled }) => !enabled[kind]).map(({ connectorId }) => connectorId);
  const off = { app: offFor("app"), user: offFor("user") };
  return (await countNotEnded(store, workspaceId, off)).flatMap((group): Found[] => {
    const { connectorId, ownerKind, count, atLeast } = group;
    const connector = names.connector.get(connectorId);
    if (connector === undefined) return [];
    const provider = names.provider(connector);
    const key = `${connectorId} ${ownerKind}`;
    const what = { key, kind: "switched_off", count, connector, provider, ownerKind } as const;
    return [{ ...nothing, ...what, atLeast, app: names.app(connector.appId) }];
  });
};

const findPeople: Finder = async ({ store }, workspaceId) => {
  const admins = await listAdmins(store, workspaceId);
  const owners = admins.filter(({ role }) => role === "owner");
  const weak = admins.filter(({ passwordOnly }) => passwordOnly);
  const found: Found[] = [];
  if (owners.length === 1) found.push({ ...nothing, key: "", kind: "only_owner", count: 1 });
  if (weak.length > 0) {
    found.push({ ...nothing, key: "", kind: "second_factor", count: weak.length });
  }
  return found;
};

const finders: readonly Finder[] = [
  findEnded,
  findFailing,
  findInDoubt,
  findOrigins,
  findEnding,
  findCredentials,
  findSwitchedOff,
  findPeople,
];

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
