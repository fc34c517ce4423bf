/** What the server's operator does: makes workspaces, answers for domains, looks at the root keys. */
import { address } from "@grantry/contract/v1/common";
import { createdInvitation, plainListQuery } from "@grantry/contract/v1/people";
import {
  createOwnerInvitationRequest,
  createServerOperationRequest,
  createWorkspaceRequest,
  domainAddress,
  freezeWorkspaceRequest,
  provenSignInDomain,
  rootKeyList,
  serverOperation,
  serverWorkspace,
  serverWorkspaceList,
  updateServerWorkspaceRequest,
} from "@grantry/contract/v1/server-workspaces";
import {
  createWorkspace,
  freezeWorkspace,
  inviteOwner,
  listAllWorkspaces,
  listRootKeys,
  proveDomainAsOperator,
  readWorkspace,
  renameWorkspace,
  unfreezeWorkspace,
} from "../../service/accounts/index.ts";
import { operateOnProvider } from "../../service/operations/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { viewInvitation } from "./member-operations.ts";
import { instantOf } from "./time.ts";

const tag = "Server";
const all = "/v1/server/workspaces";
const one = `${all}/:workspace_id`;

type Workspace = Awaited<ReturnType<typeof readWorkspace>>;

export function viewServerWorkspace(workspace: Workspace) {
  const { workspaceId, name, createdAt, frozenAt, frozenBy, frozenReason } = workspace;
  return {
    id: workspaceId,
    name,
    created_at: instantOf(createdAt),
    frozen:
      frozenAt === null
        ? null
        : { at: instantOf(frozenAt), by: frozenBy ?? "", reason: frozenReason ?? "" },
  };
}

const workspacesOfServer = [
  route({
    method: "GET",
    path: all,
    for: "server_operator",
    operationId: "listAllWorkspaces",
    tag,
    summary: "Every workspace of the server, newest first",
    query: plainListQuery,
    answer: serverWorkspaceList,
    handler: async (context, _operator, request) => {
      const { after, limit, page } = listing(context, request);
      const [createdAt, workspaceId] = after ?? [];
      const from =
        after === null ? null : { createdAt: Number(createdAt), workspaceId: String(workspaceId) };
      const found = await listAllWorkspaces(context, { after: from, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return page(
        shown.map(viewServerWorkspace),
        last === undefined ? null : [last.createdAt, last.workspaceId],
      );
    },
  }),
  route({
    method: "POST",
    path: all,
    for: "server_operator",
    operationId: "createWorkspace",
    tag,
    summary: "Create an empty workspace; invite its first owner next",
    body: createWorkspaceRequest,
    answer: serverWorkspace,
    status: 201,
    refuses: ["workspace_exists", "limit_reached"],
    handler: async (context, operator, { body: { name, id } }) =>
      viewServerWorkspace(await createWorkspace(context, operator, { name, id })),
  }),
  route({
    method: "GET",
    path: one,
    for: "server_operator",
    operationId: "getServerWorkspace",
    tag,
    summary: "One workspace of the server",
    params: address("workspace_id"),
    answer: serverWorkspace,
    refuses: ["workspace_not_found"],
    handler: async (context, _operator, { params: { workspaceId } }) =>
      viewServerWorkspace(await readWorkspace(context, workspaceId)),
  }),
  route({
    method: "PATCH",
    path: one,
    for: "server_operator",
    operationId: "updateServerWorkspace",
    tag,
    summary: "Rename a workspace",
    params: address("workspace_id"),
    body: updateServerWorkspaceRequest,
    answer: serverWorkspace,
    shows: { name: "Daybook Ltd" },
    refuses: ["workspace_not_found"],
    handler: async (context, operator, { params: { workspaceId }, body: { name } }) =>
      viewServerWorkspace(
        name === undefined
          ? await readWorkspace(context, workspaceId)
          : await renameWorkspace(context, operator, { workspaceId, name }),
      ),
  }),
  route({
    method: "POST",
    path: `${one}/owner-invitations`,
    for: "server_operator",
    operationId: "createOwnerInvitation",
    tag,
    summary: "Invite an owner to a workspace; the link is told this once",
    params: address("workspace_id"),
    body: createOwnerInvitationRequest,
    answer: createdInvitation,
    shows: { email: "mia@daybook.example", role: "owner" },
    status: 201,
    refuses: ["workspace_not_found", "account_invalid"],
    handler: async (context, operator, { params: { workspaceId }, body: { email } }) => {
      const made = await inviteOwner(context, operator, { workspaceId, email });
      return { ...viewInvitation(made), url: made.url.reveal() };
    },
  }),
];

export const serverWorkspaceOperations = [
  ...workspacesOfServer,
  route({
    method: "POST",
    path: "/v1/server/operations",
    for: "server_operator",
    operationId: "createServerOperation",
    tag,
    summary: "Freeze, unfreeze or disconnect a provider's connections in all workspaces",
    body: createServerOperationRequest,
    answer: serverOperation,
    refuses: ["provider_not_found"],
    handler: async (context, operator, { body }) => {
      const { kind, provider_id: providerId, dry_run: dryRun } = body;
      const done = await operateOnProvider(context, operator, { kind, providerId, dryRun });
      return {
        kind,
        provider_id: providerId,
        dry_run: dryRun,
        workspaces: done.map(({ workspaceId, name, operationId, count, failureCode }) => ({
          workspace_id: workspaceId,
          name,
          operation_id: operationId,
          connections: count.total,
          at_least: count.atLeast,
          failure: failureCode,
        })),
      };
    },
  }),
  route({
    method: "POST",
    path: `${one}/freeze`,
    for: "server_operator",
    operationId: "freezeWorkspace",
    tag,
    summary:
      "Freeze a workspace: nothing of it is served and nothing in it changed, nothing is lost",
    params: address("workspace_id"),
    body: freezeWorkspaceRequest,
    answer: serverWorkspace,
    shows: {
      frozen: {
        at: "2026-05-04T09:00:00Z",
        by: "Mia (mia@daybook.example)",
        reason: "The invoice of April is unpaid.",
      },
    },
    refuses: ["workspace_not_found"],
    handler: async (context, operator, { params: { workspaceId }, body: { reason } }) =>
      viewServerWorkspace(await freezeWorkspace(context, operator, { workspaceId, reason })),
  }),
  route({
    method: "POST",
    path: `${one}/unfreeze`,
    for: "server_operator",
    operationId: "unfreezeWorkspace",
    tag,
    summary: "Serve a frozen workspace again",
    params: address("workspace_id"),
    answer: serverWorkspace,
    refuses: ["workspace_not_found"],
    handler: async (context, operator, { params: { workspaceId } }) =>
      viewServerWorkspace(await unfreezeWorkspace(context, operator, workspaceId)),
  }),
  route({
    method: "POST",
    path: `${one}/sign-in-domains/:domain/prove`,
    for: "server_operator",
    operationId: "proveSignInDomain",
    tag,
    summary: "Vouch that an email domain which a workspace has declared is its company's",
    params: domainAddress,
    answer: provenSignInDomain,
    refuses: ["workspace_not_found", "sign_in_domain_not_found"],
    handler: async (context, operator, { params: { workspaceId, domain } }) => {
      await proveDomainAsOperator(context, operator, { workspaceId, domain });
      return { workspace_id: workspaceId, domain, proven_by: "server" as const };
    },
  }),
  route({
    method: "GET",
    path: "/v1/server/encryption-keys",
    for: "server_operator",
    operationId: "listRootKeys",
    tag,
    summary: "The root keys of the server by id, without what they are made of",
    query: plainListQuery,
    answer: rootKeyList,
    handler: async (context, _operator, request) =>
      pageOfAll(
        listing(context, request),
        await listRootKeys(context),
        { keyOf: ({ keyId }) => [keyId] },
        ({ keyId, state, dataKeys }) => ({ id: keyId, state, data_keys: dataKeys }),
      ),
  }),
];
