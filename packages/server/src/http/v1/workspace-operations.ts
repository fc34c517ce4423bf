/** Workspaces, and the caller. */
import { address } from "@grantry/contract/v1/common";
import {
  person,
  plainListQuery,
  updateWorkspaceRequest,
  workspace,
  workspaceList,
} from "@grantry/contract/v1/people";
import { GrantryError } from "../../lib/error.ts";
import {
  answersForServer,
  changeWorkspace,
  type Operator,
  type OwnWorkspace,
  type WorkspaceOperator,
  workspacesOfCaller,
} from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { version } from "./version.ts";

const tag = "Workspaces";

function viewWorkspace({ workspaceId, name, environment, role, ...kept }: OwnWorkspace) {
  return {
    id: workspaceId,
    name,
    environment,
    role,
    audit_mode: kept.auditMode,
    second_factor: kept.secondFactor,
    second_factor_missing: kept.lacksSecondFactor,
    retention: { audit_days: kept.auditDays, audit_records: kept.auditRecordsMax },
  };
}

async function readWorkspace(
  context: HttpContext,
  { caller, workspaceId }: WorkspaceOperator,
): Promise<OwnWorkspace> {
  const all = await workspacesOfCaller(context, caller);
  const found = all.find((one) => one.workspaceId === workspaceId);
  if (found === undefined) throw new GrantryError("workspace_not_found");
  return found;
}

const workspaceVersion = version(address("workspace_id"), {
  read: async (context, operator) => viewWorkspace(await readWorkspace(context, operator)),
  target: ({ workspaceId }) => ({ kind: "workspace", id: workspaceId, actions: "workspace." }),
  // What the caller is in it, and has.
  besides: ["role", "second_factor_missing"],
});

export const workspaceOperations = [
  route({
    method: "GET",
    path: "/v1/workspaces",
    for: "operator",
    permission: null,
    operationId: "listWorkspaces",
    tag,
    summary: "The caller's workspaces",
    query: plainListQuery,
    answer: workspaceList,
    handler: async (context, caller, request) =>
      pageOfAll(
        listing(context, request),
        await workspacesOfCaller(context, caller),
        { keyOf: ({ name, workspaceId }) => [name, workspaceId] },
        viewWorkspace,
      ),
  }),
  route({
    method: "GET",
    path: "/v1/workspaces/:workspace_id",
    for: "operator",
    permission: "workspace:read",
    operationId: "getWorkspace",
    tag,
    summary: "One workspace, and what the caller is in it",
    params: address("workspace_id"),
    version: workspaceVersion,
    answer: workspace,
    handler: async (context, operator) => viewWorkspace(await readWorkspace(context, operator)),
  }),
  route({
    method: "PATCH",
    path: "/v1/workspaces/:workspace_id",
    for: "operator",
    permission: "workspace:own",
    operationId: "updateWorkspace",
    tag,
    summary:
      "Name a workspace, say what it is for, how its audit log is kept and whether members need a second factor; for owners",
    params: address("workspace_id"),
    version: workspaceVersion,
    body: updateWorkspaceRequest,
    answer: workspace,
    shows: { environment: "staging" },
    handler: async (context, operator, { body }) =>
      viewWorkspace(
        await changeWorkspace(context, operator, {
          name: body.name,
          environment: body.environment,
          auditMode: body.audit_mode,
          secondFactor: body.second_factor,
          auditDays: body.retention?.audit_days,
          auditRecordsMax: body.retention?.audit_records,
        }),
      ),
  }),
  route({
    method: "GET",
    path: "/v1/me",
    for: "operator",
    permission: null,
    operationId: "getPerson",
    tag: "People",
    summary: "Who calls: a person, or a workspace key",
    answer: person,
    handler: (context, caller) => viewPerson(context, caller),
  }),
];

/** Who calls, with where they belong. */
export async function viewPerson(context: HttpContext, caller: Operator) {
  return {
    ...whoIs(caller),
    scopes: caller.scopes === null ? null : [...caller.scopes],
    workspaces: (await workspacesOfCaller(context, caller)).map(viewWorkspace),
    server_operator: await answersForServer(context, caller),
  };
}

function whoIs({ operator, actor }: Operator) {
  if (operator === null) {
    return { id: actor.id, kind: "key" as const, email: null, name: actor.label };
  }
  const { operatorId, email, name } = operator;
  return { id: operatorId, kind: "person" as const, email, name };
}
