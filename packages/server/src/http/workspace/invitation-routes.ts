/** Routes of invitations to a workspace. */
import { workspaceParams } from "@grantry/contract/operator";
import {
  invitationBody,
  invitationCreated,
  invitationParams,
  invitationsAnswer,
  revokedAnswer,
} from "@grantry/contract/workspace";
import { invite, listInvitations, takeBackInvitation } from "../../service/accounts/index.ts";
import { route } from "../route.ts";

const base = "/api/workspace/:workspaceId/invitations";

export const invitationRoutes = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:write",
    summary: "Invitations that were not used yet",
    params: workspaceParams,
    answer: invitationsAnswer,
    handler: async (context, operator) => {
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
  }),
  route({
    method: "POST",
    path: base,
    for: "operator",
    permission: "workspace:write",
    summary: "Invite somebody; the link is shown this once",
    params: workspaceParams,
    body: invitationBody,
    answer: invitationCreated,
    handler: async (context, operator, { body }) => {
      const { entryLinkId, email, role, expiresAt, url } = await invite(context, operator, body);
      return { id: entryLinkId, email, role, expires_at: expiresAt, url: url.reveal() };
    },
  }),
  route({
    method: "DELETE",
    path: `${base}/:invitationId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Take an invitation back",
    params: invitationParams,
    answer: revokedAnswer,
    handler: async (context, operator, { params: { invitationId } }) => {
      await takeBackInvitation(context, operator, invitationId);
      return { status: "revoked" as const, id: invitationId };
    },
  }),
];
