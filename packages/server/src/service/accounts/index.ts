/** Operators: people, sessions, factors, invitations, keys, company sign-in, command lines, and the trail of what they did. */

export { checkPassword } from "./account-input.ts";
export { actorOfAuthor, backendActor, serverActor, userActor } from "./actor.ts";
export {
  type CreatedKey,
  createPersonalKey,
  createWorkspaceKey,
  endPersonalKey,
  endWorkspaceKey,
  type ListedWorkspaceKey,
  listKeys,
  listOwnKeys,
  readKey,
  updateWorkspaceKey,
} from "./api-keys.ts";
export type { AppOperator } from "./app-operator.ts";
export {
  type AuditFilters,
  type AuditPosition,
  type AuditRecord,
  type AuditVerification,
  auditActions,
  exportAudit,
  readAudit,
  readAuditRecord,
  verifyAudit,
} from "./audit.ts";
export {
  authenticateOperator,
  authenticateOperatorAnywhere,
  authenticateWorkspaceOperator,
  authorizeInWorkspace,
  authorOf,
  type OperatorAnywhere,
  operatorAtApp,
  type WorkspaceOperator,
} from "./authenticate.ts";
export { changeWorkspace } from "./change-workspace.ts";
export {
  type CommandLine,
  commandLinesOf,
  signOutCommandLine,
} from "./command-line/command-lines.ts";
export {
  claimDeviceAuthorization,
  type DeviceApproval,
  decideDevice,
} from "./command-line/decide.ts";
export { OAuthRefusal } from "./command-line/oauth-refusal.ts";
export { requestDeviceAuthorization } from "./command-line/request.ts";
export { type CliTokens, exchangeDeviceCode, refreshCliTokens } from "./command-line/tokens.ts";
export { completeCompanySignIn } from "./company/complete.ts";
export { type EndedByCompany, endAsCompanySays, endCompanySession } from "./company/end.ts";
export { requireFreeToJoin } from "./company/membership.ts";
export { proveDomain, proveDomainByServer } from "./company/prove-domain.ts";
export {
  declareProvider,
  readProvider,
  removeProvider,
  type SignInProvider,
} from "./company/provider.ts";
export {
  attemptSeconds,
  companyCookieName,
  offersCompanySignIn,
  startCompanySignIn,
} from "./company/start.ts";
export { answerSignInTest } from "./company/test/answer.ts";
export {
  beginSignInTest,
  departForSignInTest,
  readSignInTest,
  type SignInTest,
} from "./company/test/begin.ts";
export { unlinkIdentity } from "./company/unlink.ts";
export type { AccountsContext } from "./context.ts";
export { offerDemoSignIn, takeDemoSignIn } from "./demo-sign-in.ts";
export { deviceCookieName, deviceSeconds, knownDevice, rememberDevice } from "./devices.ts";
export { expiryAfterDays } from "./expiry.ts";
export {
  beginTotp,
  changePassword,
  confirmTotp,
  endTotp,
  resetRecoveryCodes,
} from "./factors.ts";
export {
  acceptSignedIn,
  acceptWithNewAccount,
  type CreatedInvitation,
  invite,
  listInvitations,
  type OpenInvitation,
  openInvitation,
  resendInvitation,
  takeBackInvitation,
} from "./invitations.ts";
export { changeRole, listMembers, readMember, removeMember } from "./members.ts";
export { type Credential, identifyOperator, type Operator, requirePerson } from "./operator.ts";
export { readSignInFactors, renamePerson, type SignInFactors } from "./own-account.ts";
export {
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  type OwnSession,
  requireSession,
  type SignedInOperator,
} from "./own-sessions.ts";
export { addPasskey, beginPasskey } from "./passkeys/add.ts";
export { challengeSeconds, relyingPartyOf } from "./passkeys/ceremony.ts";
export { deletePasskey, listPasskeys, renamePasskey } from "./passkeys/own.ts";
export {
  beginPasskeySignIn,
  passkeyCookieName,
  signInByPasskey,
} from "./passkeys/sign-in.ts";
export { type OpenPasswordReset, openPasswordReset, resetPassword } from "./password-reset.ts";
export { createPasswordWork } from "./password-work.ts";
export { isAtLeast, type Permission } from "./permissions.ts";
export { type AuditTarget, lastChangeOf, storeChecking } from "./precondition.ts";
export { proveAddress } from "./prove-address.ts";
export { recordChange } from "./record-change.ts";
export { createResetLinkOfServer, type ResetLink } from "./reset-link.ts";
export { createResetLink } from "./reset-links.ts";
export { scopeTexts, serverScopeTexts } from "./scope-texts.ts";
export {
  appointServerOperator,
  dismissServerOperator,
  readServerOperators,
} from "./server/appoint.ts";
export {
  answersForServer,
  requireServerOperator,
  type ServerOperator,
} from "./server/authenticate.ts";
export { listRootKeys, type RootKeyInUse } from "./server/encryption-keys.ts";
export { freezeWorkspace, unfreezeWorkspace } from "./server/freeze.ts";
export {
  createWorkspace,
  createWorkspaceWithOwner,
  inviteOwner,
  listAllWorkspaces,
  proveDomainAsOperator,
  readWorkspace,
  renameWorkspace,
  type ServerWorkspace,
} from "./server/workspaces.ts";
export {
  currentSession,
  endSession,
  type OperatorSession,
  type Place,
  sessionCookieName,
  sessionSeconds,
} from "./sessions.ts";
export { completeSetup, createSetupLink, requireSetupLink } from "./set-up.ts";
export { signIn } from "./sign-in.ts";
export { sweepSignIns } from "./sweep.ts";
export { type OwnWorkspace, workspacesOf, workspacesOfCaller } from "./workspaces.ts";
