/** Which kinds of connections, and which scopes, a workspace allows per integration type. */
import { isDeepStrictEqual } from "node:util";
import type {
  GovernanceAction,
  GovernanceResult,
  GovernanceView,
} from "@grantry/contract/governance";
import { GrantryError } from "../../lib/error.ts";
import { alsoAllowed, checkAllowedScopes, unlistedMember } from "../../provider/allowed-scopes.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import {
  everythingAllowed,
  findGovernance,
  type Governance,
  listGovernance,
  putGovernance,
} from "../../store/connector-governance.ts";
import { listProviders, lockWorkspace } from "../../store/providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { workspaceCatalogue } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";

/** What is allowed of every type that the workspace can use, and of those it has set. */
export async function readGovernance(
  { store, catalogue }: Pick<ManageContext, "store" | "catalogue">,
  workspaceId: string,
): Promise<GovernanceView[]> {
  const known = workspaceCatalogue(catalogue, await listProviders(store, workspaceId));
  const set = await listGovernance(store, workspaceId);
  const types = new Set(known.list().map(({ connector }) => connector.integration_type));
  for (const type of set.keys()) types.add(type);
  return [...types].map((type) => view(type, set.get(type) ?? everythingAllowed, known.find(type)));
}

/** Throws bad_request for a type that does not exist, and scopes_invalid. */
export async function setGovernance(
  context: ManageContext,
  operator: WorkspaceOperator,
  action: GovernanceAction,
): Promise<GovernanceView> {
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, operator.workspaceId);
    return await apply({ ...context, store }, operator, action);
  });
}

/** Applies what can be applied, in order; what cannot says why. */
export async function setGovernanceInBulk(
  context: ManageContext,
  operator: WorkspaceOperator,
  actions: readonly GovernanceAction[],
): Promise<GovernanceResult[]> {
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, operator.workspaceId);
    const results: GovernanceResult[] = [];
    for (const action of actions) {
      const { integration_type } = action;
      try {
        await apply({ ...context, store }, operator, action);
        results.push({ integration_type, ok: true, error: null, error_message: null });
      } catch (thrown) {
        if (!(thrown instanceof GrantryError)) throw thrown;
        const { code: error, detail: error_message } = thrown;
        results.push({ integration_type, ok: false, error, error_message });
      }
    }
    return results;
  });
}

async function apply(
  { store, catalogue }: Pick<ManageContext, "catalogue"> & { readonly store: Store },
  operator: WorkspaceOperator,
  action: GovernanceAction,
): Promise<GovernanceView> {
  const { workspaceId } = operator;
  const { integration_type: integrationType } = action;
  const known = workspaceCatalogue(catalogue, await listProviders(store, workspaceId));
  const entry = known.find(integrationType);
  if (entry === undefined) {
    throw new GrantryError("bad_request", {
      detail: "integration_type: there is no such integration type.",
    });
  }
  const before = await findGovernance(store, workspaceId, integrationType);
  const after = changed(entry, before, action);
  const shown = view(integrationType, after, entry);
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
  action: GovernanceAction,
): Governance {
  const { allowed_scopes: scopes = allowedScopes } = action;
  return {
    enabled: {
      app: action.builder_connection_enabled ?? enabled.app,
      user: action.per_user_connection_enabled ?? enabled.user,
    },
    allowedScopes:
      scopes === null || scopes === allowedScopes ? scopes : checkAllowedScopes(entry, scopes),
  };
}

function view(
  integration_type: string,
  { enabled, allowedScopes }: Governance,
  entry: ProviderConnector | undefined,
): GovernanceView {
  return {
    integration_type,
    builder_connection_enabled: enabled.app,
    per_user_connection_enabled: enabled.user,
    allowed_scopes: allowedScopes === null ? null : [...allowedScopes],
    also_allowed_scopes: entry === undefined ? [] : alsoAllowed(entry, allowedScopes),
    ...(entry === undefined ? {} : unlistedMember(entry, allowedScopes ?? [])),
  };
}
