/** Which kinds of connections, and which scopes, a workspace allows per integration type. */
import { isDeepStrictEqual } from "node:util";
import { GrantryError } from "../../lib/error.ts";
import {
  alsoAllowed,
  checkAllowedScopes,
  splitByAllowed,
  unlistedScopes,
} from "../../provider/allowed-scopes.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import {
  everythingAllowed,
  findGovernance,
  type Governance,
  listGovernance,
  putGovernance,
} from "../../store/connector-governance.ts";
import { countActive, type LiveCount } from "../../store/live-counts.ts";
import { listProviders, lockWorkspace } from "../../store/providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { unusualConnectors, workspaceCatalogue } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";
import { type Impact, impactOf, type Touch } from "./impact.ts";

type Switch = "allowed" | "off";

/** What a workspace allows of one type. */
export interface Policy {
  readonly type: string;
  /** Connections that operators make for a whole app. */
  readonly sharedConnections: Switch;
  /** Connections that app users make for themselves. */
  readonly userConnections: Switch;
  /** The scopes that may be asked for; null where all may. */
  readonly allowedScopes: readonly string[] | null;
  /** What may be asked for besides: scopes that the type always needs, and other spellings. */
  readonly alsoAllowedScopes: readonly string[];
  /** Allowed ones that the catalogue does not list: one may be misspelt. */
  readonly unlistedScopes: readonly string[];
}

/** What is left out or undefined stays as it is. */
export interface PolicyChange {
  readonly type: string;
  readonly sharedConnections?: Switch | undefined;
  readonly userConnections?: Switch | undefined;
  /** Null allows all again. */
  readonly allowedScopes?: readonly string[] | null | undefined;
}

/** What became of one change among several. */
export interface PolicyResult {
  readonly type: string;
  /** Why it was not done; null where it was. */
  readonly refused: GrantryError | null;
}

/** What is allowed of every type that the workspace can use, and of those it has set. */
export async function readGovernance(
  { store, catalogue }: Pick<ManageContext, "store" | "catalogue">,
  workspaceId: string,
): Promise<Policy[]> {
  const known = workspaceCatalogue(catalogue, await listProviders(store, workspaceId));
  const set = await listGovernance(store, workspaceId);
  const types = new Set(known.list().map(({ connector }) => connector.integration_type));
  for (const type of set.keys()) types.add(type);
  return [...types].map((type) =>
    policyOf(type, set.get(type) ?? everythingAllowed, known.find(type)),
  );
}

/** Throws bad_request for a type that does not exist, and scopes_invalid. */
export async function setGovernance(
  context: ManageContext,
  operator: WorkspaceOperator,
  action: PolicyChange,
): Promise<Policy> {
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, operator.workspaceId);
    return await apply({ ...context, store }, operator, action);
  });
}

/** Several changes, all or none. Throws as setGovernance does. */
export async function setGovernanceAtOnce(
  context: ManageContext,
  operator: WorkspaceOperator,
  changes: readonly PolicyChange[],
): Promise<Policy[]> {
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, operator.workspaceId);
    const done: Policy[] = [];
    for (const change of changes) done.push(await apply({ ...context, store }, operator, change));
    return done;
  });
}

/** Applies what can be applied, in order; what cannot says why. */
export async function setGovernanceInBulk(
  context: ManageContext,
  operator: WorkspaceOperator,
  actions: readonly PolicyChange[],
): Promise<PolicyResult[]> {
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, operator.workspaceId);
    const results: PolicyResult[] = [];
    for (const action of actions) {
      const { type } = action;
      try {
        await apply({ ...context, store }, operator, action);
        results.push({ type, refused: null });
      } catch (thrown) {
        if (!(thrown instanceof GrantryError)) throw thrown;
        results.push({ type, refused: thrown });
      }
    }
    return results;
  });
}

/** What a change would do to connections, before it is made. Throws as setGovernance does; changes nothing. */
export async function previewPolicyChange(
  { store, catalogue }: Pick<ManageContext, "store" | "catalogue">,
  { workspaceId }: WorkspaceOperator,
  action: PolicyChange,
): Promise<Impact> {
  const { type: integrationType } = action;
  const entry = await requireType({ store, catalogue }, workspaceId, integrationType);
  const before = await findGovernance(store, workspaceId, integrationType);
  const after = changed(entry, before, action);
  const unusual = await unusualConnectors({ store, catalogue }, workspaceId);
  const byScopes = !isDeepStrictEqual(before.allowedScopes, after.allowedScopes);
  const counted = { workspaceId, integrationType, unusual };
  const live = await countActive(store, counted, { byScopes });
  const isBeyond = ({ requestedScopes: scopes }: LiveCount) =>
    splitByAllowed(entry, after.allowedScopes, scopes).dropped.length > 0;
  const touches: Touch[] = [];
  const changing = (["app", "user"] as const).filter(
    (kind) => before.enabled[kind] !== after.enabled[kind],
  );
  for (const to of new Set(changing.map((kind) => after.enabled[kind]))) {
    const kinds = changing.filter((kind) => after.enabled[kind] === to);
    const holds = ({ ownerKind }: LiveCount) => kinds.includes(ownerKind);
    touches.push({ code: to ? "tokens_resume" : "tokens_stop", holds, kinds });
  }
  if (byScopes) touches.push({ code: "scopes_not_asked", holds: isBeyond });
  return impactOf(live, touches);
}

async function requireType(
  { store, catalogue }: Pick<ManageContext, "store" | "catalogue">,
  workspaceId: string,
  type: string,
): Promise<ProviderConnector> {
  const entry = workspaceCatalogue(catalogue, await listProviders(store, workspaceId)).find(type);
  if (entry !== undefined) return entry;
  throw new GrantryError("bad_request", {
    detail: "There is no such integration type: the catalogue lists them.",
  });
}

async function apply(
  { store, catalogue }: Pick<ManageContext, "catalogue"> & { readonly store: Store },
  operator: WorkspaceOperator,
  action: PolicyChange,
): Promise<Policy> {
  const { workspaceId } = operator;
  const { type: integrationType } = action;
  const entry = await requireType({ store, catalogue }, workspaceId, integrationType);
  const before = await findGovernance(store, workspaceId, integrationType);
  const after = changed(entry, before, action);
  const shown = policyOf(integrationType, after, entry);
  if (isDeepStrictEqual(after, before)) return shown;
  await putGovernance(store, { workspaceId, integrationType }, after);
  await recordChange(store, operator, {
    action: "connector_governance.changed",
    target: { kind: "integration_type", id: integrationType },
    details: {
      builder_connection_enabled: String(after.enabled.app),
      per_user_connection_enabled: String(after.enabled.user),
      allowed_scopes: JSON.stringify(after.allowedScopes),
    },
  });
  return shown;
}

/** What an action leaves out stays as it is. Throws scopes_invalid. */
function changed(
  entry: ProviderConnector,
  { enabled, allowedScopes }: Governance,
  action: PolicyChange,
): Governance {
  const { sharedConnections, userConnections, allowedScopes: scopes = allowedScopes } = action;
  return {
    enabled: {
      app: sharedConnections === undefined ? enabled.app : sharedConnections === "allowed",
      user: userConnections === undefined ? enabled.user : userConnections === "allowed",
    },
    allowedScopes:
      scopes === null || scopes === allowedScopes ? scopes : checkAllowedScopes(entry, scopes),
  };
}

function policyOf(
  type: string,
  { enabled, allowedScopes }: Governance,
  entry: ProviderConnector | undefined,
): Policy {
  return {
    type,
    sharedConnections: enabled.app ? "allowed" : "off",
    userConnections: enabled.user ? "allowed" : "off",
    allowedScopes,
    alsoAllowedScopes: entry === undefined ? [] : alsoAllowed(entry, allowedScopes),
    unlistedScopes: entry === undefined ? [] : unlistedScopes(entry, allowedScopes ?? []),
  };
}
