/** The data keys of a workspace: shown, and replaced. */
import { address } from "@grantry/contract/v1/common";
import { encryptionKeyList } from "@grantry/contract/v1/encryption-keys";
import { operation } from "@grantry/contract/v1/operations";
import { plainListQuery } from "@grantry/contract/v1/people";
import { listWorkspaceDataKeys } from "../../service/keys/index.ts";
import { rotateEncryptionKey } from "../../service/operations/index.ts";
import { route } from "../route.ts";
import { viewOperation } from "./bulk-operations.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf } from "./time.ts";

const tag = "Workspaces";
const path = "/v1/workspaces/:workspace_id/encryption-keys";

export const encryptionKeyOperations = [
  route({
    method: "GET",
    path,
    for: "operator",
    permission: "workspace:own",
    operationId: "listEncryptionKeys",
    tag,
    summary: "The keys that seal the workspace's tokens and secrets, the newest first",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: encryptionKeyList,
    handler: async (context, { workspaceId }, request) =>
      pageOfAll(
        listing(context, request),
        await listWorkspaceDataKeys(context, workspaceId),
        { keyOf: ({ createdAt, keyId }) => [-createdAt, keyId] },
        ({ keyId, state, sealed, atLeast, createdAt }) => ({
          id: keyId,
          state,
          sealed: { count: sealed, at_least: atLeast },
          created_at: instantOf(createdAt),
        }),
      ),
  }),
  route({
    method: "POST",
    path: `${path}/rotate`,
    for: "operator",
    permission: "workspace:own",
    operationId: "rotateEncryptionKey",
    tag,
    summary:
      "Give the workspace a new key and seal everything anew with it, in the background; the key of before opens what is left",
    params: address("workspace_id"),
    answer: operation,
    status: 201,
    refuses: ["limit_reached"],
    shows: {
      kind: "rotate_encryption_key",
      status: "queued",
      filter: { all: true },
      progress: { total: 2_412, at_least: false, done: 0, failed: 0 },
    },
    handler: async (context, operator) =>
      viewOperation(await rotateEncryptionKey(context, operator)),
  }),
];
