/** What the server's operator answers for: all workspaces, whose email domains are, and the encryption keys. */
import { z } from "zod";
import { idText } from "../common.ts";
import { domainText } from "../sign-in-settings.ts";
import { instant, listOf } from "./common.ts";
import { rootKeyState } from "./encryption-keys.ts";
import { nameText } from "./people.ts";

const example = {
  id: "ws_daybook",
  name: "Daybook",
  created_at: "2026-05-04T09:00:00Z",
  frozen: null,
};

export const serverWorkspace = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: instant,
    frozen: z
      .object({
        at: instant,
        by: z.string().describe("Who froze it, for people to read."),
        reason: z.string(),
      })
      .nullable()
      .describe(
        "While it is frozen nothing of the workspace is served and nothing in it can be changed; null: it is not.",
      ),
  })
  .meta({
    id: "ServerWorkspace",
    description: "A workspace as the server's operator sees it.",
    examples: [example],
  });
export const serverWorkspaceList = listOf(serverWorkspace, "ServerWorkspaceList");

export const createWorkspaceRequest = z
  .strictObject({
    name: nameText,
    id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is 1 to 64 letters, digits, - and _")
      .optional()
      .describe("1 to 64 letters, digits, `-` and `_`. The server makes one where it is left out."),
  })
  .meta({ id: "CreateWorkspaceRequest", examples: [{ name: "Daybook" }] });

export const updateServerWorkspaceRequest = z
  .strictObject({ name: nameText.optional() })
  .meta({ id: "UpdateServerWorkspaceRequest", examples: [{ name: "Daybook Ltd" }] });

export const freezeWorkspaceRequest = z
  .strictObject({
    reason: nameText.describe("For the people of the workspace, who are shown it."),
  })
  .meta({
    id: "FreezeWorkspaceRequest",
    examples: [{ reason: "The invoice of April is unpaid." }],
  });

export const createOwnerInvitationRequest = z
  .strictObject({ email: z.string().max(254) })
  .meta({ id: "CreateOwnerInvitationRequest", examples: [{ email: "mia@daybook.example" }] });

/** `{workspace_id}` and `{domain}` of an address. */
export const domainAddress = z
  .strictObject({
    workspace_id: idText(128),
    domain: domainText.describe("An email domain, as the workspace has declared it."),
  })
  .transform(({ workspace_id: workspaceId, domain }) => ({ workspaceId, domain }));

export const provenSignInDomain = z
  .object({
    workspace_id: z.string(),
    domain: z.string(),
    proven_by: z.literal("server"),
  })
  .meta({
    id: "ProvenSignInDomain",
    examples: [{ workspace_id: "ws_daybook", domain: "daybook.example", proven_by: "server" }],
  });

export const rootKey = z
  .object({
    id: z.string(),
    state: rootKeyState,
    data_keys: z.int().describe("How many data keys it wraps."),
  })
  .meta({
    id: "RootKey",
    description: "A root key of the server: never what it is made of.",
    examples: [{ id: "k1", state: "primary", data_keys: 12 }],
  });
export const rootKeyList = listOf(rootKey, "RootKeyList");

export const createServerOperationRequest = z
  .strictObject({
    kind: z
      .enum(["freeze", "unfreeze", "disconnect"])
      .describe(
        "As of createOperation, in every workspace that has an OAuth client of the provider.",
      ),
    provider_id: idText(128).describe("The provider's, as listCatalogue has it."),
    dry_run: z.boolean().default(false).describe("Only says what it would be about."),
  })
  .meta({
    id: "CreateServerOperationRequest",
    examples: [{ kind: "freeze", provider_id: "slack" }],
  });

export const serverOperation = z
  .object({
    kind: z.string(),
    provider_id: z.string(),
    dry_run: z.boolean(),
    workspaces: z.array(
      z.object({
        workspace_id: z.string(),
        name: z.string(),
        operation_id: z
          .string()
          .nullable()
          .describe("Of the workspace's own operation; null of a dry run, and where it failed."),
        connections: z.int().describe("Counted to 10,000."),
        at_least: z.boolean().describe("Whether there may be more."),
        failure: z.string().nullable().describe("Stable code of why nothing was begun there."),
      }),
    ),
  })
  .meta({
    id: "ServerOperation",
    examples: [
      {
        kind: "freeze",
        provider_id: "slack",
        dry_run: false,
        workspaces: [
          {
            workspace_id: "ws_daybook",
            name: "Daybook",
            operation_id: "op_7sWq2b",
            connections: 1_204,
            at_least: false,
            failure: null,
          },
        ],
      },
    ],
  });
