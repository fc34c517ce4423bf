/** Routes of a workspace's members and invitations. */
import { errorBody } from "@grantry/contract/common";
import { workspaceParams } from "@grantry/contract/operator";
import {
  invitationBody,
  invitationCreated,
  invitationParams,
  invitationsAnswer,
  memberAnswer,
  memberChanges,
  memberParams,
  memberRemovedAnswer,
  membersAnswer,
  memberUnlinkedAnswer,
  resetLinkCreated,
  revokedAnswer,
} from "@grantry/contract/workspace";
import {
  changeRole,
  createResetLink,
  invite,
  listInvitations,
  listMembers,
  removeMember,
  takeBackInvitation,
  unlinkIdentity,
} from "../../service/accounts/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const members = "/api/workspace/:workspaceId/members";
const invitations = "/api/workspace/:workspaceId/invitations";
const tags = ["operator"];

export function registerMemberRoutes(instance: ZodInstance, context: HttpContext): void {
  registerList(instance, context);
  registerChanges(instance, context);
  registerResetLink(instance, context);
  registerUnlink(instance, context);
  registerInvitations(instance, context);
  registerInvite(instance, context);
}

function registerList(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    members,
    {
      schema: {
        tags,
        summary: "The members of the workspace",
        params: workspaceParams,
        response: { 200: membersAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId } = params;
      const scope = "workspace:read";
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, scope);
      const listed = await listMembers(context, operator);
      return {
        members: listed.map(({ operatorId, ...member }) => ({ id: operatorId, ...member })),
      };
    },
  );
}

function registerChanges(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    `${members}/:operatorId`,
    {
      schema: {
        tags,
        summary: "Give a member another role",
        params: memberParams,
        body: memberChanges,
        response: { 200: memberAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { operatorId } = params;
      const changed = await changeRole(context, operator, { operatorId, role: body.role });
      return { id: operatorId, email: changed.email, name: changed.name, role: changed.role };
    },
  );
  instance.delete(
    `${members}/:operatorId`,
    {
      schema: {
        tags,
        summary: "Take a member out of the workspace",
        params: memberParams,
        response: { 200: memberRemovedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await removeMember(context, operator, params.operatorId);
      return { status: "removed" as const, id: params.operatorId };
    },
  );
}

function registerResetLink(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    `${members}/:operatorId/reset-link`,
    {
      schema: {
        tags,
        summary: "Make a link by which a member sets a new password; it is shown this once",
        params: memberParams,
        response: { 200: resetLinkCreated, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const link = await createResetLink(context, operator, params.operatorId);
      const { entryLinkId, email, expiresAt, url } = link;
      return { id: entryLinkId, email, expires_at: expiresAt, url: url.reveal() };
    },
  );
}

function registerUnlink(instance: ZodInstance, context: HttpContext): void {
  instance.delete(
    `${members}/:operatorId/sign-in-identity`,
    {
      schema: {
        tags,
        summary:
          "Unlink a member from the company's identity provider: the next sign-in links anew",
        params: memberParams,
        response: { 200: memberUnlinkedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await unlinkIdentity(context, operator, params.operatorId);
      return { status: "unlinked" as const, id: params.operatorId };
    },
  );
}

function registerInvitations(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    invitations,
    {
      schema: {
        tags,
        summary: "Invitations that were not used yet",
        params: workspaceParams,
        response: { 200: invitationsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const listed = await listInvitations(context, operator);
      return {
        invitations: listed.map(({ entryLinkId, email, role, expiresAt }) => ({
          id: entryLinkId,
          email,
          role,
          expires_at: expiresAt,
        })),
      };
    },
  );
  instance.delete(
    `${invitations}/:invitationId`,
    {
      schema: {
        tags,
        summary: "Take an invitation back",
        params: invitationParams,
        response: { 200: revokedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await takeBackInvitation(context, operator, params.invitationId);
      return { status: "revoked" as const, id: params.invitationId };
    },
  );
}

function registerInvite(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    invitations,
    {
      schema: {
        tags,
        summary: "Invite somebody; the link is shown this once",
        params: workspaceParams,
        body: invitationBody,
        response: { 200: invitationCreated, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { entryLinkId, email, role, expiresAt, url } = await invite(context, operator, body);
      return { id: entryLinkId, email, role, expires_at: expiresAt, url: url.reveal() };
    },
  );
}
