/**
 * Every dialog that has an address, by the page it is on: `?dialog=revoke&key=key_1`. A link to it, a reload, back and forward open
 * the same. What it is about stands in the address by its id, and never a name, an email address or a secret.
 */
import type { Permission } from "./roles.ts";
import { type Given, oneOf, shortText } from "./search.ts";

interface Entry {
  /** The member of the address that says what it is about; none where that is the page's own subject. */
  readonly about?: string;
  /** Who may not do it sees the page without it. */
  readonly needs?: Permission;
}

const byAdmin = { needs: "workspace:write" } as const;
const byOwner = { needs: "workspace:own" } as const;
const byMember = { needs: "apps:write" } as const;
const ofPasskey = { about: "passkey" } as const;
const ofMember = { about: "member", ...byAdmin } as const;
const ofType = { about: "type", ...byMember } as const;
const ofPolicy = { about: "type", ...byAdmin } as const;
const ofToken = { about: "token", ...byAdmin } as const;
const toEnd = { needs: "connections:revoke" } as const;

export const dialogs = {
  "/account/security": {
    password: {},
    app: {},
    "remove-app": {},
    codes: {},
    passkey: {},
    "rename-passkey": ofPasskey,
    "delete-passkey": ofPasskey,
  },
  "/account/sessions": { "end-others": {} },
  "/account/keys": { create: {}, revoke: { about: "key" } },
  "/workspaces/$workspaceId/apps": { create: byMember },
  "/workspaces/$workspaceId/connections": {
    freeze: toEnd,
    unfreeze: toEnd,
    disconnect: toEnd,
    erase: toEnd,
    refresh: toEnd,
  },
  "/workspaces/$workspaceId/operations": { unfreeze: { about: "freeze", ...toEnd } },
  "/workspaces/$workspaceId/operations/$operationId": { finish: { needs: "workspace:own" } },
  "/workspaces/$workspaceId/general": {
    delete: { needs: "workspace:own" },
    "second-factor": { needs: "workspace:own" },
  },
  "/workspaces/$workspaceId/apps/$appId/general": { delete: byAdmin },
  "/workspaces/$workspaceId/connections/$connectionId": {
    disconnect: toEnd,
    reconnect: { needs: "connections:write" },
  },
  "/workspaces/$workspaceId/connectors/$connectorId": {
    secret: byAdmin,
    client: byAdmin,
    forget: byAdmin,
    change: byAdmin,
    delete: byAdmin,
  },
  "/workspaces/$workspaceId/oauth-clients/$oauthClientId": {
    secret: byAdmin,
    forget: byAdmin,
    change: byAdmin,
    delete: byAdmin,
  },
  "/workspaces/$workspaceId/providers/$providerId": { delete: byAdmin },
  "/workspaces/$workspaceId/allowed-access": {
    stop_user: ofPolicy,
    stop_shared: ofPolicy,
    scopes: ofPolicy,
  },
  "/workspaces/$workspaceId/people": {
    invite: byAdmin,
    remove: ofMember,
    reset: ofMember,
    unlink: ofMember,
  },
  "/workspaces/$workspaceId/keys": { create: byAdmin, revoke: { about: "key", ...byAdmin } },
  "/workspaces/$workspaceId/company-sign-in": {
    remove: byOwner,
    stream: byOwner,
    "change-stream": { about: "stream", ...byOwner },
    "delete-stream": { about: "stream", ...byOwner },
  },
  "/workspaces/$workspaceId/apps/$appId/integrations": {
    choose: byMember,
    connect: ofType,
    reconnect: ofType,
    another: ofType,
    scopes: ofType,
    disconnect: ofType,
    remove: ofType,
  },
  "/workspaces/$workspaceId/apps/$appId/users": { move: byAdmin },
  "/workspaces/$workspaceId/apps/$appId/users/$userId": {
    disconnect: { about: "connection", ...toEnd },
    "disconnect-all": toEnd,
    delete: toEnd,
    freeze: toEnd,
    unfreeze: toEnd,
  },
  "/workspaces/$workspaceId/apps/$appId/origins": { remove: { about: "origin", ...byAdmin } },
  "/workspaces/$workspaceId/apps/$appId/identity-providers": {
    add: byAdmin,
    remove: { about: "provider", ...byAdmin },
  },
  "/workspaces/$workspaceId/apps/$appId/service-tokens": {
    create: byAdmin,
    change: ofToken,
    delete: ofToken,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Entry>>>>;

type Dialogs = typeof dialogs;
export type DialogPath = keyof Dialogs;
export type DialogName<Path extends DialogPath> = keyof Dialogs[Path] & string;

type Entries<Path extends DialogPath> = Dialogs[Path][keyof Dialogs[Path]];
type About<Path extends DialogPath> = Extract<Entries<Path>, { readonly about: string }>["about"];

/** What the address of a page says of its dialogs. */
export type DialogSearch<Path extends DialogPath> = {
  readonly dialog?: DialogName<Path> | undefined;
} & { readonly [Member in About<Path>]?: string | undefined };

export interface Named {
  readonly name: string;
  /** The id of what it is about. */
  readonly about: string | undefined;
  readonly needs: Permission | undefined;
}

/** The dialog that an address of the page names; undefined where there is no such, or it is not said what it is about. */
export function dialogNamed(path: DialogPath, given: Given): Named | undefined {
  const entries: Readonly<Record<string, Entry>> = dialogs[path];
  const name = oneOf(Object.keys(entries), given["dialog"]);
  const entry = name === undefined ? undefined : entries[name];
  if (name === undefined || entry === undefined) return undefined;
  const about = entry.about === undefined ? undefined : shortText(given[entry.about]);
  if (entry.about !== undefined && about === undefined) return undefined;
  return { name, about, needs: entry.needs };
}

/** The members of the address that make a dialog of the page. */
export function searchOf<Path extends DialogPath>(
  path: Path,
  name: string,
  about: string | undefined,
): DialogSearch<Path> {
  const { about: member }: Entry = (dialogs[path] as Readonly<Record<string, Entry>>)[name] ?? {};
  return { dialog: name, ...(member === undefined ? {} : { [member]: about }) } as never;
}

/** What an address of the page says of its dialogs, as far as it is known. */
export function dialogIn<Path extends DialogPath>(path: Path, given: Given): DialogSearch<Path> {
  const named = dialogNamed(path, given);
  return named === undefined ? ({} as never) : searchOf(path, named.name, named.about);
}

/** The rest of what an address of the page says. */
export function withoutDialog<Search extends object>(path: DialogPath, search: Search): Search {
  const entries: readonly Entry[] = Object.values(dialogs[path]);
  const members = new Set(["dialog", ...entries.map(({ about }) => about)]);
  return Object.fromEntries(
    Object.entries(search).filter(([member]) => !members.has(member)),
  ) as Search;
}
