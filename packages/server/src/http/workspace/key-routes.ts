/** Routes of API keys: a workspace's, and a person's own. */
import { errorBody } from "@grantry/contract/common";
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
import { requireCaller, requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const ofWorkspace = "/api/workspace/:workspaceId/keys";
const own = "/api/operator/keys";
const tags = ["operator"];

export function registerKeyRoutes(instance: ZodInstance, context: HttpContext): void {
  registerWorkspaceKeys(instance, context);
  registerOwnKeys(instance, context);
  registerLists(instance, context);
}

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

function registerLists(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    ofWorkspace,
    {
      schema: {
        tags,
        summary: "The workspace's keys, without their secrets",
        params: workspaceParams,
        response: { 200: workspaceKeysAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const keys = await listKeys(context, operator);
      return { keys: keys.map((key) => ({ ...view(key), role: key.role })) };
    },
  );
  instance.get(
    own,
    {
      schema: {
        tags,
        summary: "The caller's personal keys, without their secrets",
        response: { 200: personalKeysAnswer, "4xx": errorBody },
      },
    },
    async ({ headers }) => {
      const caller = await requireCaller(context, headers);
      return { keys: (await listOwnKeys(context, caller)).map(view) };
    },
  );
}

function registerWorkspaceKeys(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    ofWorkspace,
    {
      schema: {
        tags,
        summary: "Create a workspace key; it is shown this once",
        params: workspaceParams,
        body: workspaceKeyBody,
        response: { 200: keyCreated, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { expires_in_days: expiresInDays, ...input } = body;
      return created(await createWorkspaceKey(context, operator, { ...input, expiresInDays }));
    },
  );
  instance.delete(
    `${ofWorkspace}/:keyId`,
    {
      schema: {
        tags,
        summary: "Revoke a workspace key: it ends at once",
        params: keyParams,
        response: { 200: revokedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await endWorkspaceKey(context, operator, params.keyId);
      return { status: "revoked" as const, id: params.keyId };
    },
  );
}

function registerOwnKeys(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    own,
    {
      schema: {
        tags,
        summary: "Create a key that acts as the caller; it is shown this once",
        body: personalKeyBody,
        response: { 200: keyCreated, "4xx": errorBody },
      },
    },
    async ({ headers, body }) => {
      const caller = await requireCaller(context, headers);
      const { name, scopes, expires_in_days: expiresInDays } = body;
      return created(await createPersonalKey(context, caller, { name, scopes, expiresInDays }));
    },
  );
  instance.delete(
    `${own}/:keyId`,
    {
      schema: {
        tags,
        summary: "Revoke a personal key: it ends at once",
        params: personalKeyParams,
        response: { 200: revokedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      await endPersonalKey(context, await requireCaller(context, headers), params.keyId);
      return { status: "revoked" as const, id: params.keyId };
    },
  );
}
