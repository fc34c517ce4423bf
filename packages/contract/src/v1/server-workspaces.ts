/** What the server's operator answers for: all workspaces, whose email domains are, and the encryption keys. */
import { z } from "zod";
import { idText } from "../common.ts";
import { domainText } from "../sign-in-settings.ts";
import { instant, listOf } from "./common.ts";
import { keyState } from "./encryption-keys.ts";
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
    state: keyState,
    data_keys: z.int().describe("How many data keys it wraps."),
  })
  .meta({
    id: "RootKey",
    description: "A root key of the server: never what it is made of.",
    examples: [{ id: "k1", state: "primary", data_keys: 12 }],
  });
export const rootKeyList = listOf(rootKey, "RootKeyList");
