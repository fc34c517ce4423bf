/** What operators can do by `/v1` a command does, or it is said here why none does. */

import { isOfOperators } from "@grantry/server/http/route";
import { ownRoutes } from "@grantry/server/http/v1/routes";
import { expect, test } from "vitest";
import { commands } from "../src/commands.ts";

const deciding = "decided on the dashboard, by somebody who sees what it means";
const looking = "looked at on the dashboard; programs read /v1";
const browser = "takes a person in a browser";
const declared = "declared in the bootstrap file, which grantry apply applies";
const own = "a person's own account, on the dashboard";
const single = "the list has it, too";
const ofServer = "read and changed at /account/workspaces";

/** By operation: the commands that call it, else why none does. */
const operations: Readonly<Record<string, readonly string[] | string>> = {
  listWorkspaceConnections: ["connections list", "connections retry"],
  searchWorkspaceConnections: looking,
  getWorkspaceConnection: ["connections show", "connections revoke"],
  refreshConnection: ["connections refresh"],
  retryConnection: ["connections retry"],
  disconnectWorkspaceConnection: ["connections revoke"],
  listConnectionTimeline: looking,
  checkConnection: looking,
  requestReconnect: deciding,
  createOperation: deciding,
  listOperations: looking,
  getOperation: looking,
  cancelOperation: deciding,
  listReceipts: looking,
  startSharedAuthorization: ["connectors initiate", "connectors push"],
  getSharedAuthorization: ["connectors initiate", "connectors push"],
  listSharedConnections: ["connectors status", "connectors push"],
  disconnectSharedConnection: ["connectors disconnect"],
  deleteSharedConnection: ["connectors disconnect", "connectors push"],
  listEvents: looking,
  listRevocations: looking,
  getRevocation: looking,
  listWorkspaceUsers: looking,
  searchWorkspaceUsers: looking,
  getWorkspaceUser: looking,
  listCatalogue: ["connectors list-available", "diff", "promote"],
  getCatalogueType: single,
  listPolicies: ["governance list", "diff", "promote"],
  getPolicy: single,
  updatePolicy: ["governance set", "promote"],
  updatePolicies: "for programs: governance set changes one type at a time",
  listConnectors: ["connectors pull", "diff", "promote"],
  createConnector: ["promote"],
  getConnector: single,
  updateConnector: ["promote"],
  deleteConnector: deciding,
  listOAuthClients: ["oauth-clients list", "diff", "promote"],
  reserveOAuthClient: "for the form that shows a redirect URI before there is a client",
  getOAuthClient: single,
  updateOAuthClient: ["oauth-clients set"],
  deleteOAuthClient: deciding,
  testConnector: browser,
  getConnectorTest: browser,
  previewConnectorChange: ["promote"],
  previewPolicyChange: ["promote"],
  rotateOAuthClientSecret: declared,
  checkOAuthClient: "grantry doctor asks for all of them",
  listProviders: declared,
  discoverProvider: "grantry apply asks an issuer itself, and shows the difference",
  getProvider: declared,
  putProvider: declared,
  deleteProvider: deciding,
  listApps: ["apps list", "diff", "promote"],
  createApp: ["apps create", "promote"],
  getApp: ["apps show", "apps change", "apps identity-provider"],
  updateApp: ["apps change", "apps identity-provider", "promote"],
  putAppLogo: "chosen on the dashboard, beside what people see",
  deleteAppLogo: "chosen on the dashboard, beside what people see",
  listRefusedOrigins: looking,
  moveUsers: ["users move"],
  listServiceTokens: ["tokens list"],
  createServiceToken: ["tokens create"],
  getServiceToken: single,
  updateServiceToken: deciding,
  deleteServiceToken: ["tokens revoke"],
  checkUserToken: looking,
  testFunction: looking,
  listWorkspaces: ["diff", "promote"],
  getWorkspace: single,
  updateWorkspace: deciding,
  getPerson: ["whoami"],
  getStatistics: looking,
  getAttention: looking,
  ignoreAttention: deciding,
  getFirstSteps: looking,
  listAuditRecords: looking,
  exportAudit: "the browser writes it to a file, and so does any program that asks /v1 for it",
  getAuditRecord: looking,
  listMembers: ["members reset-link", "members unlink"],
  getMember: single,
  updateMember: deciding,
  deleteMember: deciding,
  createResetLink: ["members reset-link"],
  deleteMemberSignInIdentity: ["members unlink"],
  listInvitations: looking,
  createInvitation: deciding,
  resendInvitation: deciding,
  deleteInvitation: deciding,
  listWorkspaceKeys: looking,
  createWorkspaceKey: "a key is made by a person who chooses what it may do, and is shown once",
  getWorkspaceKey: single,
  updateWorkspaceKey: deciding,
  deleteWorkspaceKey: deciding,
  listPersonalKeys: own,
  createPersonalKey: own,
  deletePersonalKey: own,
  updatePerson: own,
  getSignInFactors: own,
  changePassword: own,
  beginTotp: own,
  confirmTotp: own,
  removeTotp: own,
  resetRecoveryCodes: own,
  listSessions: own,
  endSession: own,
  endOtherSessions: own,
  listPasskeys: own,
  beginPasskey: own,
  addPasskey: own,
  updatePasskey: own,
  deletePasskey: own,
  deleteSession:
    "grantry logout forgets the login here; a browser's session is ended in the browser",
  listSignInProviders: deciding,
  getSignInProvider: deciding,
  putSignInProvider: deciding,
  deleteSignInProvider: deciding,
  verifySignInDomain: deciding,
  testSignInProvider: browser,
  getSignInProviderTest: browser,
  listAllWorkspaces: ["server workspaces list"],
  createWorkspace: ["server workspaces create"],
  getServerWorkspace: single,
  updateServerWorkspace: ofServer,
  createOwnerInvitation: ["server workspaces create"],
  freezeWorkspace: ["server workspaces freeze"],
  unfreezeWorkspace: ["server workspaces unfreeze"],
  proveSignInDomain: "grantry prove-domain does it in the server's database",
  listEncryptionKeys: "grantry doctor looks at the server's key",
};

test("every operation of operators has a command, or a reason not to have one", () => {
  const known = ownRoutes.filter((route) => isOfOperators(route) && route.hidden !== true);
  const ids = known.map(({ operationId }) => operationId);
  expect(Object.keys(operations).sort()).toEqual(ids.toSorted());
});

test("the commands that are named exist", () => {
  const names = commands.map(({ name }) => name);
  const used = Object.values(operations).flatMap((by) => (typeof by === "string" ? [] : by));
  expect([...new Set(used)].filter((name) => !names.includes(name))).toEqual([]);
});
