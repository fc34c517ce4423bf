/** What can be connected, and what a workspace allows of it. */

import {
  catalogueQuery,
  catalogueType,
  catalogueTypeList,
  policies,
  policy,
  policyList,
  updatePoliciesRequest,
  updatePolicyRequest,
} from "@grantry/contract/v1/catalogue";
import { address } from "@grantry/contract/v1/common";
import { plainListQuery } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import {
  type Policy,
  type PolicyChange,
  readGovernance,
  setGovernance,
  setGovernanceAtOnce,
} from "../../service/manage/index.ts";
import { type CatalogueType, listAvailable } from "../../service/providers/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { invalidRequest } from "./request.ts";
import { viewField } from "./setting-fields.ts";
import { version } from "./version.ts";

const tag = "Connectors";
const catalogue = "/v1/workspaces/:workspace_id/catalogue";
const policiesPath = "/v1/workspaces/:workspace_id/policies";
const ofType = address("workspace_id", "type");

function viewType(one: CatalogueType): z.output<typeof catalogueType> {
  const { type, name, description, category, provider, registration } = one;
  return {
    type,
    name,
    description,
    category,
    provider,
    documentation_url: one.documentationUrl,
    scopes: one.scopes.map((scope) => ({ ...scope })),
    setting_fields: one.settingFields.map(viewField),
    registration: { url: registration.url, steps: [...registration.steps] },
    hosts: [...one.hosts],
  };
}

/** Throws bad_request where no type is of the category. */
function requireCategory(types: readonly CatalogueType[], asked: string | undefined): void {
  const known = [...new Set(types.map(({ category }) => category))].sort();
  if (asked === undefined || known.includes(asked)) return;
  const detail = `It must be one of: ${known.join(", ")}.`;
  throw invalidRequest([{ in: "query", name: "category", code: "not_allowed", detail }]);
}

function isMeant(one: CatalogueType, asked: z.output<typeof catalogueQuery>): boolean {
  if (asked.category !== undefined && one.category !== asked.category) return false;
  const wanted = asked.query?.toLowerCase() ?? "";
  return [one.type, one.name, one.provider.name].some((name) =>
    name.toLowerCase().includes(wanted),
  );
}

const catalogueOperations = [
  route({
    method: "GET",
    path: catalogue,
    for: "operator",
    permission: "apps:read",
    operationId: "listCatalogue",
    tag,
    summary: "Every type that can be connected, by its name for machines",
    params: address("workspace_id"),
    query: catalogueQuery,
    answer: catalogueTypeList,
    handler: async (context, { workspaceId }, request) => {
      const types = await listAvailable(context, workspaceId);
      requireCategory(types, request.query.category);
      return pageOfAll(
        listing(context, request),
        types.filter((one) => isMeant(one, request.query)),
        { keyOf: ({ type }) => [type] },
        viewType,
      );
    },
  }),
  route({
    method: "GET",
    path: `${catalogue}/:type`,
    for: "operator",
    permission: "apps:read",
    operationId: "getCatalogueType",
    tag,
    summary: "One type: its scopes, settings and how its OAuth client is registered",
    params: ofType,
    answer: catalogueType,
    refuses: ["connector_not_found"],
    handler: async (context, { workspaceId }, { params: { type } }) => {
      const types = await listAvailable(context, workspaceId);
      const found = types.find((one) => one.type === type);
      if (found === undefined) throw noSuchType();
      return viewType(found);
    },
  }),
];

function noSuchType(): GrantryError {
  return new GrantryError("connector_not_found", {
    detail: "The catalogue has no such type; listCatalogue has all.",
  });
}

function viewPolicy(one: Policy): z.output<typeof policy> {
  return {
    type: one.type,
    shared_connections: one.sharedConnections,
    user_connections: one.userConnections,
    allowed_scopes: one.allowedScopes === null ? null : [...one.allowedScopes],
    also_allowed_scopes: [...one.alsoAllowedScopes],
    unlisted_scopes: [...one.unlistedScopes],
  };
}

/** What is left out stays. */
export function changeOf(type: string, change: z.output<typeof updatePolicyRequest>): PolicyChange {
  return {
    type,
    sharedConnections: change.shared_connections,
    userConnections: change.user_connections,
    allowedScopes: change.allowed_scopes,
  };
}

async function readPolicy(context: HttpContext, workspaceId: string, type: string) {
  const found = (await readGovernance(context, workspaceId)).find((one) => one.type === type);
  if (found === undefined) throw noSuchType();
  return viewPolicy(found);
}

const policyVersion = version(ofType, {
  read: (context, { workspaceId }, { type }) => readPolicy(context, workspaceId, type),
  target: ({ type }) => ({ kind: "integration_type", id: type }),
});

const policyOperations = [
  route({
    method: "GET",
    path: policiesPath,
    for: "operator",
    permission: "apps:read",
    operationId: "listPolicies",
    tag,
    summary: "Which kinds of connections and which scopes the workspace allows, by type",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: policyList,
    handler: async (context, { workspaceId }, request) =>
      pageOfAll(
        listing(context, request),
        await readGovernance(context, workspaceId),
        { keyOf: ({ type }) => [type] },
        viewPolicy,
      ),
  }),
  route({
    method: "GET",
    path: `${policiesPath}/:type`,
    for: "operator",
    permission: "apps:read",
    operationId: "getPolicy",
    tag,
    summary: "What the workspace allows of one type",
    params: ofType,
    version: policyVersion,
    answer: policy,
    refuses: ["connector_not_found"],
    handler: (context, { workspaceId }, { params: { type } }) =>
      readPolicy(context, workspaceId, type),
  }),
  route({
    method: "PATCH",
    path: `${policiesPath}/:type`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updatePolicy",
    tag,
    summary: "Allow or stop kinds of connections and scopes of a type",
    params: ofType,
    version: policyVersion,
    body: updatePolicyRequest,
    answer: policy,
    refuses: ["scopes_invalid"],
    handler: async (context, operator, { params: { type }, body }) =>
      viewPolicy(await setGovernance(context, operator, changeOf(type, body))),
  }),
  route({
    method: "POST",
    path: `${policiesPath}/batch`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updatePolicies",
    tag,
    summary: "The same for up to a hundred types: all or none",
    params: address("workspace_id"),
    body: updatePoliciesRequest,
    answer: policies,
    refuses: ["scopes_invalid"],
    handler: async (context, operator, { body }) => {
      const changes = body.policies.map(({ type, ...change }) => changeOf(type, change));
      return { data: (await setGovernanceAtOnce(context, operator, changes)).map(viewPolicy) };
    },
  }),
];

export const catalogueAndPolicyOperations = [...catalogueOperations, ...policyOperations];
