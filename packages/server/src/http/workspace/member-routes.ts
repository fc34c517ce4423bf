/** Routes of a workspace's members. */
import { workspaceParams } from "@grantry/contract/operator";
import {
  memberAnswer,
  memberChanges,
  memberParams,
  memberRemovedAnswer,
  membersAnswer,
  memberUnlinkedAnswer,
  resetLinkCreated,
} from "@grantry/contract/workspace";
import {
  changeRole,
  createResetLink,
  listMembers,
  removeMember,
  unlinkIdentity,
} from "../../service/accounts/index.ts";
import { route } from "../route.ts";

const members = "/api/workspace/:workspaceId/members";
const member = `${members}/:operatorId` as const;

export const memberRoutes = [
  route({
    method: "GET",
    path: members,
    for: "operator",
    permission: "workspace:read",
    summary: "The members of the workspace",
    params: workspaceParams,
    answer: membersAnswer,
    handler: async (context, operator) => {
      const listed = await listMembers(context, operator);
      return { members: listed.map(({ operatorId, ...rest }) => ({ id: operatorId, ...rest })) };
    },
  }),
  route({
    method: "PUT",
    path: member,
    for: "operator",
    permission: "workspace:write",
    summary: "Give a member another role",
    params: memberParams,
    body: memberChanges,
    answer: memberAnswer,
    handler: async (context, operator, { params: { operatorId }, body }) => {
      const changed = await changeRole(context, operator, { operatorId, role: body.role });
      return { id: operatorId, email: changed.email, name: changed.name, role: changed.role };
    },
  }),
  route({
    method: "DELETE",
    path: member,
    for: "operator",
    permission: "workspace:write",
    summary: "Take a member out of the workspace",
    params: memberParams,
    answer: memberRemovedAnswer,
    handler: async (context, operator, { params: { operatorId } }) => {
      await removeMember(context, operator, operatorId);
      return { status: "removed" as const, id: operatorId };
    },
  }),
  route({
    method: "POST",
    path: `${member}/reset-link`,
    for: "operator",
    permission: "workspace:write",
    summary: "Make a link by which a member sets a new password; it is shown this once",
    params: memberParams,
    answer: resetLinkCreated,
    handler: async (context, operator, { params }) => {
      const link = await createResetLink(context, operator, params.operatorId);
      const { entryLinkId, email, expiresAt, url } = link;
      return { id: entryLinkId, email, expires_at: expiresAt, url: url.reveal() };
    },
  }),
  route({
    method: "DELETE",
    path: `${member}/sign-in-identity`,
    for: "operator",
    permission: "workspace:write",
    summary: "Unlink a member from the company's identity provider: the next sign-in links anew",
    params: memberParams,
    answer: memberUnlinkedAnswer,
    handler: async (context, operator, { params: { operatorId } }) => {
      await unlinkIdentity(context, operator, operatorId);
      return { status: "unlinked" as const, id: operatorId };
    },
  }),
];
