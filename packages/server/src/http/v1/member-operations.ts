/** Members of a workspace, and people who are invited. */
import { address } from "@grantry/contract/v1/common";
import {
  createdInvitation,
  createInvitationRequest,
  deleted,
  invitationList,
  member,
  memberList,
  plainListQuery,
  updateMemberRequest,
} from "@grantry/contract/v1/people";
import { resetLink } from "@grantry/contract/v1/reset-link";
import {
  changeRole,
  createResetLink,
  invite,
  isAtLeast,
  listInvitations,
  listMembers,
  readMember,
  removeMember,
  resendInvitation,
  takeBackInvitation,
  unlinkIdentity,
  type WorkspaceOperator,
} from "../../service/accounts/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf } from "./time.ts";
import { version } from "./version.ts";

const tag = "People";
const members = "/v1/workspaces/:workspace_id/members";
const invitations = "/v1/workspaces/:workspace_id/invitations";
const ofMember = address("workspace_id", "operator_id");

type Member = Awaited<ReturnType<typeof listMembers>>[number];

/** How others sign in is an admin's to see. */
function viewMember(one: Member, { role: mine }: Pick<WorkspaceOperator, "role">) {
  const isShown = isAtLeast(mine, "admin");
  return {
    id: one.operatorId,
    email: one.email,
    name: one.name,
    role: one.role,
    joined_at: instantOf(one.since),
    password: isShown ? one.hasPassword : null,
    password_only: isShown ? one.passwordOnly : null,
    second_factor: isShown ? one.hasSecondFactor : null,
    company_sign_in: isShown ? one.isLinked : null,
  };
}

type Invitation = Awaited<ReturnType<typeof listInvitations>>[number];

export function viewInvitation({ entryLinkId, email, role, expiresAt, mail }: Invitation) {
  return { id: entryLinkId, email, role, expires_at: instantOf(expiresAt), mail };
}

const memberVersion = version(ofMember, {
  read: async (context, operator, { operatorId }) =>
    viewMember(await readMember(context, operator, operatorId), operator),
  target: ({ operatorId }) => ({ kind: "operator", id: operatorId, actions: "member." }),
  besides: ["password", "password_only", "second_factor", "company_sign_in"],
});

const memberOperations = [
  route({
    method: "GET",
    path: members,
    for: "operator",
    permission: "workspace:read",
    operationId: "listMembers",
    tag,
    summary: "The members of the workspace, by email",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: memberList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listMembers(context, operator),
        { keyOf: ({ email, operatorId }) => [email, operatorId] },
        (one) => viewMember(one, operator),
      ),
  }),
  route({
    method: "GET",
    path: `${members}/:operator_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getMember",
    tag,
    summary: "One member of the workspace",
    params: ofMember,
    version: memberVersion,
    answer: member,
    refuses: ["member_not_found"],
    handler: async (context, operator, { params: { operatorId } }) =>
      viewMember(await readMember(context, operator, operatorId), operator),
  }),
  route({
    method: "PATCH",
    path: `${members}/:operator_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateMember",
    tag,
    summary: "Give a member another role",
    params: ofMember,
    version: memberVersion,
    body: updateMemberRequest,
    answer: member,
    shows: { role: "member" },
    refuses: ["member_not_found", "last_owner"],
    handler: async (context, operator, { params: { operatorId }, body: { role } }) =>
      viewMember(await changeRole(context, operator, { operatorId, role }), operator),
  }),
  route({
    method: "DELETE",
    path: `${members}/:operator_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteMember",
    tag,
    summary: "Take a member out of the workspace; their account stays",
    params: ofMember,
    version: memberVersion,
    answer: deleted,
    shows: { id: "opr_mV2h0f3k9sQ1" },
    refuses: ["member_not_found", "last_owner"],
    handler: async (context, operator, { params: { operatorId } }) => {
      await removeMember(context, operator, operatorId);
      return { id: operatorId, deleted: true as const };
    },
  }),
  route({
    method: "POST",
    path: `${members}/:operator_id/reset-links`,
    for: "operator",
    permission: "workspace:write",
    operationId: "createResetLink",
    tag,
    summary: "Make a link by which a member sets a new password; it is told this once",
    params: ofMember,
    answer: resetLink,
    status: 201,
    refuses: ["member_not_found", "password_reset_refused", "person_required"],
    handler: async (context, operator, { params: { operatorId } }) => {
      const made = await createResetLink(context, operator, operatorId);
      const { entryLinkId: id, email, expiresAt, mail, url } = made;
      return { id, email, url: url.reveal(), expires_at: instantOf(expiresAt), mail };
    },
  }),
  route({
    method: "DELETE",
    path: `${members}/:operator_id/sign-in-identity`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteMemberSignInIdentity",
    tag,
    summary: "Unlink a member from the company's identity provider: the next sign-in links anew",
    params: ofMember,
    answer: deleted,
    shows: { id: "opr_mV2h0f3k9sQ1" },
    refuses: ["member_not_found", "sign_in_identity_not_found"],
    handler: async (context, operator, { params: { operatorId } }) => {
      await unlinkIdentity(context, operator, operatorId);
      return { id: operatorId, deleted: true as const };
    },
  }),
];

const invitationOperations = [
  route({
    method: "GET",
    path: invitations,
    for: "operator",
    permission: "workspace:write",
    operationId: "listInvitations",
    tag,
    summary: "Invitations that were not used yet, those that end first before others",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: invitationList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listInvitations(context, operator),
        { keyOf: ({ expiresAt, entryLinkId }) => [expiresAt, entryLinkId] },
        viewInvitation,
      ),
  }),
  route({
    method: "POST",
    path: invitations,
    for: "operator",
    permission: "workspace:write",
    operationId: "createInvitation",
    tag,
    summary: "Invite somebody; the link is told this once, and mailed where mail is configured",
    params: address("workspace_id"),
    body: createInvitationRequest,
    answer: createdInvitation,
    status: 201,
    refuses: ["limit_reached", "account_invalid"],
    handler: async (context, operator, { body }) => {
      const made = await invite(context, operator, body);
      return { ...viewInvitation(made), url: made.url.reveal() };
    },
  }),
  route({
    method: "POST",
    path: `${invitations}/:invitation_id/resend`,
    for: "operator",
    permission: "workspace:write",
    operationId: "resendInvitation",
    tag,
    summary: "Make a new link of an invitation, good for a week; the one before ends",
    params: address("workspace_id", "invitation_id"),
    answer: createdInvitation,
    status: 201,
    refuses: ["invitation_not_found"],
    handler: async (context, operator, { params: { invitationId } }) => {
      const made = await resendInvitation(context, operator, invitationId);
      return { ...viewInvitation(made), url: made.url.reveal() };
    },
  }),
  route({
    method: "DELETE",
    path: `${invitations}/:invitation_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteInvitation",
    tag,
    summary: "Take an invitation back",
    params: address("workspace_id", "invitation_id"),
    answer: deleted,
    shows: { id: "lnk_7aYq" },
    refuses: ["invitation_not_found"],
    handler: async (context, operator, { params: { invitationId } }) => {
      await takeBackInvitation(context, operator, invitationId);
      return { id: invitationId, deleted: true as const };
    },
  }),
];

export const peopleOperations = [...memberOperations, ...invitationOperations];
