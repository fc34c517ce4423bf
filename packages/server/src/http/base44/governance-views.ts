/** What a workspace allows, in the words of the official clients' wire. */
import type {
  GovernanceAction,
  GovernanceResult,
  GovernanceView,
} from "@grantry/contract/base44/governance";
import { wireError } from "@grantry/contract/errors";
import type { Policy, PolicyChange, PolicyResult } from "../../service/manage/index.ts";

export function viewPolicy(policy: Policy): GovernanceView {
  const { allowedScopes, unlistedScopes } = policy;
  return {
    integration_type: policy.type,
    builder_connection_enabled: policy.sharedConnections === "allowed",
    per_user_connection_enabled: policy.userConnections === "allowed",
    allowed_scopes: allowedScopes === null ? null : [...allowedScopes],
    also_allowed_scopes: [...policy.alsoAllowedScopes],
    ...(unlistedScopes.length === 0 ? {} : { unlisted_scopes: [...unlistedScopes] }),
  };
}

export function viewPolicyResult({ type, refused }: PolicyResult): GovernanceResult {
  return {
    integration_type: type,
    ok: refused === null,
    error: refused === null ? null : wireError(refused.code).reason,
    error_message: refused?.detail ?? null,
  };
}

export function policyChangeOf(action: GovernanceAction): PolicyChange {
  return {
    type: action.integration_type,
    sharedConnections: switchOf(action.builder_connection_enabled),
    userConnections: switchOf(action.per_user_connection_enabled),
    allowedScopes: action.allowed_scopes,
  };
}

function switchOf(isEnabled: boolean | undefined): PolicyChange["sharedConnections"] {
  if (isEnabled === undefined) return undefined;
  return isEnabled ? "allowed" : "off";
}
