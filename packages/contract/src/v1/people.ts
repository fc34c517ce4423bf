/** Workspaces, and who may do what in them: members, invitations, keys. */
import { z } from "zod";
import { auditMode, changedRetention, retention } from "./audit-keeping.ts";
import { instant, listOf, listQuery } from "./common.ts";
import { mail, queuedMail } from "./mail.ts";
import { hasSecondFactor, secondFactor, secondFactorMissing } from "./second-factor.ts";

/** A text by which people know something. */
export const nameText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, "holds no control characters");

const role = z.enum(["owner", "admin", "member", "viewer"]);

/** What a key or a sign-in may be limited to. */
const scope = z.enum([
  "apps:read",
  "workspace:read",
  "apps:write",
  "connections:write",
  "workspace:write",
  "connections:revoke",
  "audit:read",
  "workspace:own",
]);

// Workspaces

const environment = z.enum(["development", "staging", "production"]);

export const workspace = z
  .object({
    id: z.string(),
    name: z.string(),
    environment: environment.describe(
      "What it is for. In one for production, which every workspace is until somebody says otherwise, pages ask more before something ends.",
    ),
    role: role.describe("What the caller is in it."),
    audit_mode: auditMode,
    retention: retention.describe("How long records are kept."),
    second_factor: secondFactor,
    second_factor_missing: secondFactorMissing,
  })
  .meta({
    id: "Workspace",
    examples: [
      {
        id: "ws_main",
        name: "Daybook",
        environment: "production",
        role: "owner",
        audit_mode: "batched",
        retention: { audit_days: null, audit_records: null },
        second_factor: "optional",
        second_factor_missing: false,
      },
    ],
  });
export const updateWorkspaceRequest = z
  .strictObject({
    name: nameText.optional(),
    environment: environment.optional(),
    audit_mode: auditMode.optional(),
    retention: changedRetention.optional(),
    second_factor: secondFactor.optional(),
  })
  .meta({ id: "UpdateWorkspaceRequest", examples: [{ environment: "staging" }] });
export const workspaceList = listOf(workspace, "WorkspaceList");
export const plainListQuery = listQuery({});

// Members

export const member = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    joined_at: instant,
    password: z
      .boolean()
      .nullable()
      .describe("Whether it has a password. Null to who is no admin."),
    password_only: z
      .boolean()
      .nullable()
      .describe(
        "Whether its password alone opens the account: it has one, and nothing is asked for besides. Null to who is no admin.",
      ),
    second_factor: hasSecondFactor,
    company_sign_in: z
      .boolean()
      .nullable()
      .describe(
        "Whether the workspace's identity provider has signed the account in, and is linked to it; null to who is no admin.",
      ),
  })
  .meta({
    id: "Member",
    examples: [
      {
        id: "opr_mV2h0f3k9sQ1",
        email: "mia@daybook.example",
        name: "Mia",
        role: "admin",
        joined_at: "2026-05-04T09:00:00Z",
        password: true,
        password_only: false,
        second_factor: true,
        company_sign_in: false,
      },
    ],
  });
export const memberList = listOf(member, "MemberList");
export const updateMemberRequest = z
  .strictObject({ role })
  .meta({ id: "UpdateMemberRequest", examples: [{ role: "member" }] });

export const deleted = z.object({ id: z.string(), deleted: z.literal(true) }).meta({
  id: "Deleted",
  description: "What was deleted, by its id.",
  examples: [{ id: "key_kW3b8r1", deleted: true }],
});

// Invitations

const invitationMembers = {
  id: z.string(),
  email: z.string(),
  role,
  expires_at: instant,
  mail,
};
const invitationExample = {
  id: "lnk_7aYq",
  email: "noah@daybook.example",
  role: "member",
  expires_at: "2026-05-11T09:00:00Z",
  mail: queuedMail,
} as const;
export const invitation = z
  .object(invitationMembers)
  .meta({ id: "Invitation", examples: [invitationExample] });
export const invitationList = listOf(invitation, "InvitationList");
export const createInvitationRequest = z.strictObject({ email: z.string().max(254), role }).meta({
  id: "CreateInvitationRequest",
  examples: [{ email: "noah@daybook.example", role: "member" }],
});
export const createdInvitation = z.object({ ...invitationMembers, url: z.url() }).meta({
  id: "CreatedInvitation",
  description:
    "`url` is told this once: send it to the person, unless `mail` says that it is sent.",
  examples: [{ ...invitationExample, url: "https://connect.example.com/invitation/…" }],
});

// Keys

const keyMembers = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()).nullable().describe("Null where only the role limits it."),
  created_at: instant,
  expires_at: instant.nullable(),
};
const keyExample = {
  id: "key_kW3b8r1",
  name: "deploy",
  scopes: ["apps:read", "apps:write"],
  created_at: "2026-05-04T09:00:00Z",
  expires_at: "2026-08-02T09:00:00Z",
};
const keyPrefix = z
  .string()
  .nullable()
  .describe("How the secret begins; null for a key that was made before this was kept.");
const expiresInDays = (max: number) => z.int().min(1).max(max);

export const workspaceKey = z
  .object({
    ...keyMembers,
    last_used_at: instant.nullable(),
    role,
    secret_prefix: keyPrefix,
    created_by: z
      .string()
      .nullable()
      .describe("Who made it, for people; null for a key that was made before this was kept."),
  })
  .meta({
    id: "WorkspaceKey",
    examples: [
      {
        ...keyExample,
        last_used_at: null,
        role: "member",
        secret_prefix: "grantry_wk_7fQ2",
        created_by: "Mia (mia@daybook.example)",
      },
    ],
  });
export const workspaceKeyList = listOf(workspaceKey, "WorkspaceKeyList");
export const createWorkspaceKeyRequest = z
  .strictObject({
    name: nameText,
    role: z.enum(["admin", "member", "viewer"]).describe("At most what the caller is."),
    scopes: z.array(scope).min(1),
    expires_in_days: expiresInDays(3_650)
      .nullable()
      .default(90)
      .describe("Null: it does not expire. Ninety where it is left out."),
    compatible: z
      .boolean()
      .default(false)
      .describe("Whether it begins with `b44k_`, as tools of the official platform expect."),
  })
  .meta({
    id: "CreateWorkspaceKeyRequest",
    examples: [{ name: "deploy", role: "member", scopes: ["apps:read", "apps:write"] }],
  });
export const updateWorkspaceKeyRequest = z
  .strictObject({
    name: nameText.optional(),
    role: z.enum(["admin", "member", "viewer"]).optional().describe("At most what the caller is."),
    scopes: z.array(scope).min(1).optional().describe("At most what the caller has."),
    expires_at: instant.nullable().optional().describe("Null: it does not expire."),
  })
  .meta({
    id: "UpdateWorkspaceKeyRequest",
    description: "A merge patch: what is left out stays; the list is replaced whole.",
    examples: [{ scopes: ["apps:read"] }],
  });
export const createdWorkspaceKey = z.object({ ...keyMembers, secret: z.string(), role }).meta({
  id: "CreatedWorkspaceKey",
  description: "`secret` is told this once.",
  examples: [{ ...keyExample, role: "member", secret: "grantry_wk_…" }],
});

export const personalKey = z
  .object({
    ...keyMembers,
    last_used_at: instant.nullable(),
    secret_prefix: keyPrefix,
  })
  .meta({
    id: "PersonalKey",
    examples: [{ ...keyExample, last_used_at: null, secret_prefix: "grantry_pk_7fQ2" }],
  });
export const personalKeyList = listOf(personalKey, "PersonalKeyList");
export const createPersonalKeyRequest = z
  .strictObject({
    name: nameText,
    scopes: z
      .array(z.enum([...scope.options, "server:own"]))
      .min(1)
      .describe("`server:own` is for the server's operators to give."),
    expires_in_days: expiresInDays(365).default(90),
  })
  .meta({ id: "CreatePersonalKeyRequest", examples: [{ name: "laptop", scopes: ["apps:read"] }] });
export const createdPersonalKey = z.object({ ...keyMembers, secret: z.string() }).meta({
  id: "CreatedPersonalKey",
  description: "`secret` is told this once.",
  examples: [{ ...keyExample, secret: "grantry_pk_…" }],
});

// Who calls

export const person = z
  .object({
    id: z.string(),
    kind: z
      .enum(["person", "key"])
      .describe("`key`: a workspace key, which has no email and belongs to one workspace."),
    email: z.string().nullable(),
    name: z.string(),
    scopes: z
      .array(z.string())
      .nullable()
      .describe("What the credential is limited to; null where only the role limits it."),
    workspaces: z.array(workspace),
    server_operator: z
      .boolean()
      .describe(
        "Whether the person answers for the whole server, beside what they are in workspaces.",
      ),
  })
  .meta({
    id: "Person",
    examples: [
      {
        id: "opr_mV2h0f3k9sQ1",
        kind: "person",
        email: "mia@daybook.example",
        name: "Mia",
        scopes: null,
        workspaces: [
          {
            id: "ws_main",
            name: "Daybook",
            environment: "production",
            role: "owner",
            audit_mode: "batched",
            retention: { audit_days: null, audit_records: null },
            second_factor: "optional",
            second_factor_missing: false,
          },
        ],
        server_operator: false,
      },
    ],
  });
