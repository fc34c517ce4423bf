/** What applying a bootstrap file changes, field by field, and how it is told. */
import type { Log } from "../../lib/log.ts";
import type { DeclaredNoun } from "../../store/audit-actions.ts";
import { type AuditEntry, insertAuditRecords } from "../../store/audit-records.ts";
import type { DeclaredThing } from "../../store/declared.ts";
import type { Store } from "../../store/store.ts";
import { serverActor } from "../accounts/index.ts";

/** One difference. Of a secret it is said that it changes, and nothing else. */
export interface BootstrapChange {
  readonly action: "create" | "change" | "remove";
  readonly workspace: string;
  readonly kind: string;
  readonly id: string;
  readonly values: readonly {
    readonly name: string;
    /** Null where there was none; of a secret `(secret)`. */
    readonly before: string | null;
    readonly after: string | null;
  }[];
  /** What whoever runs the server should know and do; absent where there is nothing. Never a secret. */
  readonly note?: string;
}

const hidden = "(secret)";

/** Parts of a provider's entry that are sent as they stand, and may hold a key of somebody's. */
const sentAsWritten = /(?:^|\.)(?:(?:headers|parameters)\.|body$|authorization$)/;

/** Secrets by name, and what may hold one. */
function isSecret(name: string): boolean {
  return name.endsWith("secret") || sentAsWritten.test(name);
}

export function differences(
  before: readonly DeclaredThing[],
  after: readonly DeclaredThing[],
): BootstrapChange[] {
  const key = ({ workspace, kind, id }: DeclaredThing) => JSON.stringify([workspace, kind, id]);
  const old = new Map(before.map((thing) => [key(thing), thing]));
  const now = new Set(after.map(key));
  const gone = before.filter((thing) => !now.has(key(thing)));
  return [
    ...after.flatMap((thing) => difference(old.get(key(thing)), thing)),
    ...gone.map(({ workspace, kind, id }) => ({
      action: "remove" as const,
      workspace,
      kind,
      id,
      values: [],
    })),
  ];
}

function difference(before: DeclaredThing | undefined, after: DeclaredThing): BootstrapChange[] {
  const { workspace, kind, id } = after;
  const names = new Set([...Object.keys(before?.values ?? {}), ...Object.keys(after.values)]);
  const values = [...names]
    .filter((name) => before?.values[name] !== after.values[name])
    .map((name) => {
      const shown = (thing: DeclaredThing | undefined) => {
        const value = thing?.values[name] ?? null;
        return value !== null && isSecret(name) ? hidden : value;
      };
      return { name, before: shown(before), after: shown(after) };
    });
  if (values.length === 0) return [];
  const action = before === undefined ? "create" : "change";
  const note = before === undefined ? undefined : noteOf(before, after);
  return [{ action, workspace, kind, id, values, ...(note === undefined ? {} : { note }) }];
}

/** Secrets that the API sets, too, by kind of thing, under the name by which they are told. */
const setByApi: Readonly<Record<string, string>> = {
  "OAuth client": "secret",
  "sign-in provider": "client_secret",
};

/** Of a secret of the file that takes another one's place: that one may have been set later. */
function noteOf({ kind, values: before }: DeclaredThing, { values: after }: DeclaredThing) {
  const name = setByApi[kind] ?? "";
  if (before[name] === after[name]) return undefined;
  const remedy = "put it where the file takes client_secret from, and apply the file again";
  return after[name] === before["previous secret"]
    ? `the file's client_secret is the one of before the secret in use, and takes its place. To go on with the later one, ${remedy}`
    : `the file's client_secret takes the place of the secret in use. If that one was set later, by the API, ${remedy}`;
}

/** How long a value is where it is told in a log or a record; whole ones stand in the plan. */
const toldMax = 300;
/** How many fields of a change are told so. */
const fieldsMax = 50;

function told(value: string | null): string {
  const text = value ?? "(none)";
  return text.length > toldMax ? `${text.slice(0, toldMax)}…` : text;
}

/** The fields of a change: `scopes` -> `["a"] -> ["a","b"]`. */
export function fieldsOf({ action, values }: BootstrapChange): Record<string, string> {
  const fields = values.slice(0, fieldsMax).map(({ name, before, after }) => {
    const isNew = action === "create";
    return [name, isNew ? told(after) : `${told(before)} -> ${told(after)}`] as const;
  });
  return Object.fromEntries(fields);
}

/** What stands in the audit trail; members are put there by what changes them. */
const recorded: Readonly<Record<string, DeclaredNoun>> = {
  workspace: "workspace",
  provider: "provider",
  app: "app",
  "OAuth client": "oauth_client",
  connector: "connector",
  "API key": "workspace_key",
  "service token": "service_token",
  "sign-in provider": "sign_in_provider",
};
const verbs = { create: "created", change: "changed", remove: "deleted" } as const;

/** Puts the changes into the audit trails of their workspaces. Call it in the transaction that makes them. */
export async function recordChanges(
  store: Store,
  changes: readonly BootstrapChange[],
): Promise<void> {
  const entries = changes.flatMap((change): AuditEntry[] => {
    const kind = recorded[change.kind];
    if (kind === undefined) return [];
    const action = `${kind}.${verbs[change.action]}` as const;
    const details = { ...asDetails(fieldsOf(change)), by: "bootstrap file" };
    const target = { kind, id: change.id };
    return [{ workspaceId: change.workspace, actor: serverActor, action, target, details }];
  });
  await insertAuditRecords(store, entries);
}

/** Fields as the trail spells names: `client id` -> `client_id`. */
function asDetails(fields: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(fields).map(([name, value]) => [name.replaceAll(" ", "_"), value]);
  return Object.fromEntries(all);
}

/** Tells at a start what the file has changed: an operator's change may be among it. */
export function logChanges(log: Log, changes: readonly BootstrapChange[]): void {
  if (changes.length === 0) log.info("the bootstrap file changes nothing");
  for (const change of changes) {
    const { action, workspace: workspaceId, kind, id, note } = change;
    const told = { workspaceId, kind, id, fields: fieldsOf(change) };
    const message = `bootstrap file: ${kind} ${verbs[action]}`;
    if (note === undefined) log.info(told, message);
    else log.warn({ ...told, note }, message);
  }
}
