/** Who calls: a person by session or key, or a workspace key; and what they are in a workspace. */
import { GrantryError } from "../../lib/error.ts";
import { secretPrefixes } from "../../lib/id.ts";
import type { Secret } from "../../lib/secret.ts";
import type { Actor } from "../../store/audit-records.ts";
import { findWorkspaceKey } from "../../store/bearer-secrets.ts";
import { findCliToken, touchCliGrant } from "../../store/cli-tokens.ts";
import { findStanding, type Person, type Standing } from "../../store/operators.ts";
import { findPersonalKey, touchPersonalKey } from "../../store/personal-keys.ts";
import type { Role } from "../../store/schema-accounts.ts";
import { touchWorkspaceKey } from "../../store/workspace-keys.ts";
import { operatorActor } from "./actor.ts";
import type { AccountsContext } from "./context.ts";
import { currentSession } from "./sessions.ts";

/** What a request presents: the token of a session cookie, or a key or token of a header. */
export interface Credential {
  readonly kind: "session" | "header";
  readonly secret: Secret;
}

export interface Operator {
  /** How it stands in the audit trail. */
  readonly actor: Actor;
  /** The person, or null for a workspace key. */
  readonly operator: Person | null;
  /** What the key or sign-in is limited to; null where only the role limits it. */
  readonly scopes: ReadonlySet<string> | null;
  /** The browser's session, where that is what was presented. */
  readonly sessionId: string | null;
  /** Of a workspace key: where it belongs, and as what. */
  readonly key: { readonly workspaceId: string; readonly role: Role } | null;
}

/** How often a key's use is noted. */
const touchSeconds = 60;

/** Throws unauthorized where the credential is unknown, over or revoked. */
export async function identifyOperator(
  context: AccountsContext,
  { kind, secret }: Credential,
): Promise<Operator> {
  const caller = await (kind === "session" ? bySession : readerOf(secret))(context, secret);
  if (caller === undefined) throw new GrantryError("unauthorized");
  return caller;
}

/** By the prefix; whatever has none of ours is a workspace key or nothing. */
function readerOf(secret: Secret) {
  const text = secret.reveal();
  if (text.startsWith(secretPrefixes.personalKey)) return byPersonalKey;
  if (text.startsWith(secretPrefixes.cliAccessToken)) return byCliToken;
  return byWorkspaceKey;
}

/** What the caller is in this workspace, and whether they may act there; undefined where it has nothing to do with it. */
export async function standingIn(
  { store }: Pick<AccountsContext, "store">,
  { operator, key }: Operator,
  workspaceId: string,
): Promise<Standing | undefined> {
  if (key === null)
    return operator === null
      ? undefined
      : await findStanding(store, operator.operatorId, workspaceId);
  return key.workspaceId === workspaceId ? { role: key.role, lacksSecondFactor: false } : undefined;
}

/** The person behind a caller. Throws person_required for a workspace key. */
export function requirePerson({ operator }: Operator): Person {
  if (operator === null) throw new GrantryError("person_required");
  return operator;
}

async function bySession(context: AccountsContext, token: Secret): Promise<Operator | undefined> {
  const session = await currentSession(context, token);
  if (session === undefined) return undefined;
  const { operator, sessionId } = session;
  return { actor: operatorActor(operator), operator, scopes: null, sessionId, key: null };
}

async function byPersonalKey(
  context: AccountsContext,
  secret: Secret,
): Promise<Operator | undefined> {
  const { store } = context;
  const found = await findPersonalKey(store, secret);
  if (found === undefined) return undefined;
  const { operator, personalKeyId } = found;
  if (isStale(context, found.lastUsedAt)) await touchPersonalKey(store, personalKeyId);
  const scopes = new Set(found.scopes);
  return { actor: operatorActor(operator), operator, scopes, sessionId: null, key: null };
}

async function byCliToken(context: AccountsContext, token: Secret): Promise<Operator | undefined> {
  const { store } = context;
  const found = await findCliToken(store, "access", token);
  if (found === undefined) return undefined;
  const { operator, grant } = found;
  if (isStale(context, grant.lastUsedAt)) await touchCliGrant(store, grant.cliGrantId);
  const scopes = new Set(grant.scopes);
  return { actor: operatorActor(operator), operator, scopes, sessionId: null, key: null };
}

async function byWorkspaceKey(
  context: AccountsContext,
  secret: Secret,
): Promise<Operator | undefined> {
  const { store } = context;
  const found = await findWorkspaceKey(store, secret);
  if (found === undefined) return undefined;
  const { workspaceKeyId: id, workspaceId, role, name, scopes } = found;
  if (isStale(context, found.lastUsedAt)) await touchWorkspaceKey(store, id);
  return {
    actor: { kind: "workspace_key", id, label: `operator with the key "${name}"` },
    operator: null,
    scopes: scopes === null ? null : new Set(scopes),
    sessionId: null,
    key: { workspaceId, role },
  };
}

function isStale({ clock }: AccountsContext, lastUsedAt: number | null): boolean {
  return lastUsedAt === null || clock.nowSeconds() - lastUsedAt >= touchSeconds;
}
