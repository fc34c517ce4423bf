/** Deleting apps and workspaces: an operation, with receipts. */
import { address } from "@grantry/contract/v1/common";
import { deletionRequest } from "@grantry/contract/v1/deletion";
import { operation } from "@grantry/contract/v1/operations";
import {
  deleteApp,
  deleteWorkspace,
  finishWorkspaceDeletion,
} from "../../service/operations/index.ts";
import { route } from "../route.ts";
import { viewOperation } from "./bulk-operations.ts";

const workspace = "/v1/workspaces/:workspace_id";
const begun = {
  status: "queued",
  progress: { total: 1_204, at_least: false, done: 0, failed: 0 },
} as const;

export const deletionOperations = [
  route({
    method: "DELETE",
    path: `${workspace}/apps/:app_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteApp",
    tag: "Apps",
    summary:
      "Delete an app: it is frozen at once, its connections are revoked and erased, then all of it is gone",
    params: address("workspace_id", "app_id"),
    body: deletionRequest,
    answer: operation,
    shows: { ...begun, kind: "delete_app", filter: { app_id: "app_daybook" } },
    refuses: ["app_not_found", "confirmation_mismatch"],
    handler: async (context, operator, { params: { appId }, body: { confirm } }) =>
      viewOperation(await deleteApp(context, operator, { appId, confirm })),
  }),
  route({
    method: "DELETE",
    path: workspace,
    for: "operator",
    permission: "workspace:own",
    operationId: "deleteWorkspace",
    tag: "Workspaces",
    summary:
      "Delete a workspace: it is frozen at once, its connections are revoked and erased; a week later all of it is gone",
    params: address("workspace_id"),
    body: deletionRequest,
    answer: operation,
    shows: { ...begun, kind: "delete_workspace", filter: { all: true } },
    refuses: ["confirmation_mismatch"],
    handler: async (context, operator, { body: { confirm } }) =>
      viewOperation(await deleteWorkspace(context, operator, confirm)),
  }),
  route({
    method: "POST",
    path: `${workspace}/finish-deletion`,
    for: "operator",
    permission: "connections:revoke",
    operationId: "finishWorkspaceDeletion",
    tag: "Workspaces",
    summary:
      "Let a workspace that is being deleted go as soon as its grants are given back, with its receipts; for owners",
    params: address("workspace_id"),
    body: deletionRequest,
    answer: operation,
    shows: { kind: "delete_workspace", filter: { all: true } },
    refuses: ["operation_not_found", "confirmation_mismatch"],
    handler: async (context, operator, { body: { confirm } }) =>
      viewOperation(await finishWorkspaceDeletion(context, operator, confirm)),
  }),
];
