/** Keys: a workspace's, a person's own, and an app's service tokens. */
import { address } from "@grantry/contract/v1/common";
import {
  createdPersonalKey,
  createdWorkspaceKey,
  createPersonalKeyRequest,
  createWorkspaceKeyRequest,
  deleted,
  personalKeyList,
  plainListQuery,
  updateWorkspaceKeyRequest,
  workspaceKey,
  workspaceKeyList,
} from "@grantry/contract/v1/people";
import {
  type CreatedKey,
  createPersonalKey,
  createWorkspaceKey,
  endPersonalKey,
  endWorkspaceKey,
  type ListedWorkspaceKey,
  listKeys,
  listOwnKeys,
  readKey,
  updateWorkspaceKey,
} from "../../service/accounts/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf, instantOrNull, secondsOrNull } from "./time.ts";
import { version } from "./version.ts";

const tag = "People";
const ofWorkspace = "/v1/workspaces/:workspace_id/keys";
const ofKey = address("workspace_id", "key_id");
const own = "/v1/me/keys";

type Listed = Awaited<ReturnType<typeof listKeys>>[number] extends infer Key
  ? Omit<Key, "role" | "madeBy" | "prefix">
  : never;

function viewKey({ keyId, name, scopes, createdAt, expiresAt, lastUsedAt }: Listed) {
  return {
    id: keyId,
    name,
    scopes: scopes === null ? null : [...scopes],
    created_at: instantOf(createdAt),
    expires_at: instantOrNull(expiresAt),
    last_used_at: instantOrNull(lastUsedAt),
  };
}

function viewCreated({ keyId, name, scopes, createdAt, expiresAt, secret }: CreatedKey) {
  return {
    id: keyId,
    name,
    scopes: [...scopes],
    created_at: instantOf(createdAt),
    expires_at: instantOrNull(expiresAt),
    secret: secret.reveal(),
  };
}

function viewWorkspaceKey(key: ListedWorkspaceKey) {
  const { role, prefix, madeBy } = key;
  return { ...viewKey(key), role, secret_prefix: prefix, created_by: madeBy };
}

const keyVersion = version(ofKey, {
  read: async (context, operator, { keyId }) =>
    viewWorkspaceKey(await readKey(context, operator, keyId)),
  target: ({ keyId }) => ({ kind: "workspace_key", id: keyId }),
  besides: ["last_used_at"],
});

const newestFirst = {
  keyOf: ({ createdAt, keyId }: Listed) => [createdAt, keyId],
  descending: true,
};

const workspaceKeyOperations = [
  route({
    method: "GET",
    path: ofWorkspace,
    for: "operator",
    permission: "workspace:write",
    operationId: "listWorkspaceKeys",
    tag,
    summary: "The workspace's keys, without their secrets, newest first",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: workspaceKeyList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listKeys(context, operator),
        newestFirst,
        viewWorkspaceKey,
      ),
  }),
  route({
    method: "POST",
    path: ofWorkspace,
    for: "operator",
    permission: "workspace:write",
    operationId: "createWorkspaceKey",
    tag,
    summary: "Create a workspace key; its secret is told this once",
    params: address("workspace_id"),
    body: createWorkspaceKeyRequest,
    answer: createdWorkspaceKey,
    status: 201,
    refuses: ["limit_reached"],
    handler: async (context, operator, { body: { expires_in_days: expiresInDays, ...input } }) => ({
      ...viewCreated(await createWorkspaceKey(context, operator, { ...input, expiresInDays })),
      role: input.role,
    }),
  }),
  route({
    method: "GET",
    path: `${ofWorkspace}/:key_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "getWorkspaceKey",
    tag,
    summary: "One key of the workspace, without its secret",
    params: ofKey,
    version: keyVersion,
    answer: workspaceKey,
    refuses: ["api_key_not_found"],
    handler: async (context, operator, { params: { keyId } }) =>
      viewWorkspaceKey(await readKey(context, operator, keyId)),
  }),
  route({
    method: "PATCH",
    path: `${ofWorkspace}/:key_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateWorkspaceKey",
    tag,
    summary: "Change what a workspace key may do, from its next use on; its secret stays",
    params: ofKey,
    version: keyVersion,
    body: updateWorkspaceKeyRequest,
    answer: workspaceKey,
    shows: { scopes: ["apps:read"] },
    refuses: ["api_key_not_found"],
    handler: async (context, operator, { params: { keyId }, body }) => {
      const { name, role, scopes, expires_at: end } = body;
      const expiresAt = end === undefined ? undefined : secondsOrNull(end ?? undefined);
      const changes = { keyId, name, role, scopes, expiresAt };
      return viewWorkspaceKey(await updateWorkspaceKey(context, operator, changes));
    },
  }),
  route({
    method: "DELETE",
    path: `${ofWorkspace}/:key_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteWorkspaceKey",
    tag,
    summary: "Revoke a workspace key: it ends at once",
    params: ofKey,
    version: keyVersion,
    answer: deleted,
    refuses: ["api_key_not_found"],
    handler: async (context, operator, { params: { keyId } }) => {
      await endWorkspaceKey(context, operator, keyId);
      return { id: keyId, deleted: true as const };
    },
  }),
];

const personalKeyOperations = [
  route({
    method: "GET",
    path: own,
    for: "person",
    operationId: "listPersonalKeys",
    tag,
    summary: "The caller's own keys, without their secrets, newest first",
    query: plainListQuery,
    answer: personalKeyList,
    handler: async (context, person, request) =>
      pageOfAll(
        listing(context, request),
        await listOwnKeys(context, person),
        newestFirst,
        ({ prefix, ...key }) => ({ ...viewKey(key), secret_prefix: prefix }),
      ),
  }),
  route({
    method: "POST",
    path: own,
    for: "person",
    operationId: "createPersonalKey",
    refuses: ["limit_reached", "server_operator_required"],
    tag,
    summary: "Create a key that acts as the caller; its secret is told this once",
    body: createPersonalKeyRequest,
    answer: createdPersonalKey,
    shows: { name: "laptop", scopes: ["apps:read"] },
    status: 201,
    handler: async (context, person, { body }) => {
      const { name, scopes, expires_in_days: expiresInDays } = body;
      return viewCreated(await createPersonalKey(context, person, { name, scopes, expiresInDays }));
    },
  }),
  route({
    method: "DELETE",
    path: `${own}/:key_id`,
    for: "person",
    operationId: "deletePersonalKey",
    tag,
    summary: "Revoke a key of the caller: it ends at once",
    params: address("key_id"),
    answer: deleted,
    refuses: ["api_key_not_found"],
    handler: async (context, person, { params: { keyId } }) => {
      await endPersonalKey(context, person, keyId);
      return { id: keyId, deleted: true as const };
    },
  }),
];

export const keyOperations = [...workspaceKeyOperations, ...personalKeyOperations];
