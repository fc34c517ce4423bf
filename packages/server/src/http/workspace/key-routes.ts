/** Routes of API keys: a workspace's, and a person's own. */
import { workspaceParams } from "@grantry/contract/operator";
import {
  keyCreated,
  keyParams,
  personalKeyBody,
  personalKeyParams,
  personalKeysAnswer,
  revokedAnswer,
  workspaceKeyBody,
  workspaceKeysAnswer,
} from "@grantry/contract/workspace";
import {
  type CreatedKey,
  createPersonalKey,
  createWorkspaceKey,
  endPersonalKey,
  endWorkspaceKey,
  listKeys,
  listOwnKeys,
} from "../../service/accounts/index.ts";
import { route } from "../route.ts";

const ofWorkspace = "/api/workspace/:workspaceId/keys";
const own = "/api/operator/keys";

function created({ keyId, name, scopes, expiresAt, secret }: CreatedKey) {
  return { id: keyId, name, scopes: [...scopes], expires_at: expiresAt, key: secret.reveal() };
}

interface Listed {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly string[] | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

function view({ keyId, name, scopes, createdAt, expiresAt, lastUsedAt }: Listed) {
  return {
    id: keyId,
    name,
    scopes: scopes === null ? null : [...scopes],
    created_at: createdAt,
    expires_at: expiresAt,
    last_used_at: lastUsedAt,
  };
}

const workspaceKeyRoutes = [
  route({
    method: "GET",
    path: ofWorkspace,
    for: "operator",
    permission: "workspace:write",
    summary: "The workspace's keys, without their secrets",
    params: workspaceParams,
    answer: workspaceKeysAnswer,
    handler: async (context, operator) => {
      const keys = await listKeys(context, operator);
      return { keys: keys.map((key) => ({ ...view(key), role: key.role })) };
    },
  }),
  route({
    method: "POST",
    path: ofWorkspace,
    for: "operator",
    permission: "workspace:write",
    summary: "Create a workspace key; it is shown this once",
    params: workspaceParams,
    body: workspaceKeyBody,
    answer: keyCreated,
    handler: async (context, operator, { body: { expires_in_days: expiresInDays, ...input } }) =>
      created(await createWorkspaceKey(context, operator, { ...input, expiresInDays })),
  }),
  route({
    method: "DELETE",
    path: `${ofWorkspace}/:keyId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Revoke a workspace key: it ends at once",
    params: keyParams,
    answer: revokedAnswer,
    handler: async (context, operator, { params }) => {
      await endWorkspaceKey(context, operator, params.keyId);
      return { status: "revoked" as const, id: params.keyId };
    },
  }),
];

const personalKeyRoutes = [
  route({
    method: "GET",
    path: own,
    for: "person",
    summary: "The caller's personal keys, without their secrets",
    answer: personalKeysAnswer,
    handler: async (context, person) => ({
      keys: (await listOwnKeys(context, person)).map(view),
    }),
  }),
  route({
    method: "POST",
    path: own,
    for: "person",
    summary: "Create a key that acts as the caller; it is shown this once",
    body: personalKeyBody,
    answer: keyCreated,
    handler: async (context, person, { body }) => {
      const { name, scopes, expires_in_days: expiresInDays } = body;
      return created(await createPersonalKey(context, person, { name, scopes, expiresInDays }));
    },
  }),
  route({
    method: "DELETE",
    path: `${own}/:keyId`,
    for: "person",
    summary: "Revoke a personal key: it ends at once",
    params: personalKeyParams,
    answer: revokedAnswer,
    handler: async (context, person, { params }) => {
      await endPersonalKey(context, person, params.keyId);
      return { status: "revoked" as const, id: params.keyId };
    },
  }),
];

export const keyRoutes = [...workspaceKeyRoutes, ...personalKeyRoutes];
