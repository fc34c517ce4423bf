/** Every dialog that has an address: what it is called, and what there must be for it. */
import { ids } from "@grantry/testing/harness";
import { markOf } from "../src/parts/mark.ts";

/** What is made for the test, whose ids are not known before. */
export type Made =
  | "personalKey"
  | "passkey"
  | "member"
  | "user"
  | "connection"
  | "freeze"
  | "stream";

export interface Row {
  /** Its heading. */
  readonly title: string | RegExp;
  /** The id of what it is about. */
  readonly about?: string | { readonly made: Made };
  /** The owner, unless told: the admin has an authenticator app. */
  readonly who?: "admin";
  /** What else than usual the page is of. */
  readonly of?: Readonly<Record<string, string>>;
  /** Why its address alone does not open it. */
  readonly notBy?: string;
}

export const origin = "https://app.example.com";
export const issuer = "https://id.example.com";
export const spareClient = "ocl_spare";
export const ownProvider = "house";

/** What pages are of. */
export const usual: Readonly<Record<string, string | { readonly made: Made }>> = {
  workspaceId: ids.workspace,
  appId: ids.app,
  connectorId: ids.userConnector,
  oauthClientId: ids.oauthClient,
  providerId: ownProvider,
  userId: { made: "user" },
  connectionId: { made: "connection" },
};

const passkey = { made: "passkey" } as const;
const member = { made: "member" } as const;
const sandbox = { about: "sandboxcalendar" };
const backend = { about: "stk_test" };
const chosen =
  "It is about the connections that are chosen in the list, and those stand in no address.";

/** As `dialogs` of src/dialogs.ts; a test compares them. */
export const rows: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  "/account/security": {
    password: { title: "Change your password" },
    app: { title: "Set up an authenticator app" },
    "remove-app": { title: "Remove the authenticator app?", who: "admin" },
    codes: { title: "Make new recovery codes", who: "admin" },
    passkey: { title: "Add a passkey" },
    "rename-passkey": { title: "Rename the passkey", about: passkey },
    "delete-passkey": { title: "Delete the passkey “Laptop”?", about: passkey },
  },
  "/account/sessions": { "end-others": { title: "Sign out everywhere else?" } },
  "/account/keys": {
    create: { title: "Create a personal key" },
    revoke: { title: "Revoke the key “mine”?", about: { made: "personalKey" } },
  },
  "/workspaces/$workspaceId/apps": { create: { title: "Create an app" } },
  "/workspaces/$workspaceId/connections": {
    freeze: { title: "Freeze these connections?", notBy: chosen },
    unfreeze: { title: "Unfreeze these connections?", notBy: chosen },
    disconnect: { title: "Disconnect these connections?", notBy: chosen },
    erase: { title: "Erase these connections?", notBy: chosen },
    refresh: { title: "Refresh these connections?", notBy: chosen },
  },
  "/workspaces/$workspaceId/operations": {
    unfreeze: { title: "Unfreeze these connections?", about: { made: "freeze" } },
  },
  "/workspaces/$workspaceId/operations/$operationId": {
    finish: {
      title: "Delete the workspace “Test workspace”?",
      of: { operationId: "op_none" },
      notBy: "It is on the page of the operation that deletes the workspace, and of no other.",
    },
  },
  "/workspaces/$workspaceId/general": {
    delete: { title: "Delete the workspace “Test workspace”?" },
    "second-factor": { title: "Demand a second factor" },
  },
  "/workspaces/$workspaceId/apps/$appId/general": {
    delete: { title: "Delete the app “Test app”?" },
  },
  "/workspaces/$workspaceId/connections/$connectionId": {
    disconnect: { title: "Disconnect ada@sandbox.example?" },
    reconnect: { title: "Ask ada to reconnect" },
  },
  "/workspaces/$workspaceId/connectors/$connectorId": {
    secret: { title: "Replace the client secret" },
    client: { title: "Change the client or settings" },
    forget: { title: "Forget the old secret?" },
    change: { title: "Change name or scopes" },
    delete: { title: "Delete the connector “My calendar”?" },
  },
  "/workspaces/$workspaceId/oauth-clients/$oauthClientId": {
    secret: { title: "Replace the client secret" },
    forget: { title: "Forget the old secret?" },
    change: { title: "Change the OAuth client" },
    delete: { title: "Delete the OAuth client “Spare”?", of: { oauthClientId: spareClient } },
  },
  "/workspaces/$workspaceId/providers/$providerId": {
    delete: { title: "Delete the provider “House”?" },
  },
  "/workspaces/$workspaceId/allowed-access": {
    stop_user: { title: "Switch off Sandbox Calendar?", ...sandbox },
    stop_shared: { title: "Switch off Sandbox Calendar?", ...sandbox },
    scopes: { title: "Scopes of Sandbox Calendar", ...sandbox },
  },
  "/workspaces/$workspaceId/people": {
    invite: { title: "Invite someone" },
    remove: { title: "Remove member from Test workspace?", about: member },
    reset: { title: "A new password for member?", about: member },
    unlink: { title: "Unlink member from the company’s sign-in?", about: member },
  },
  "/workspaces/$workspaceId/keys": {
    create: { title: "Create a workspace key" },
    revoke: { title: "Revoke the key “tests”?", about: "key_test" },
  },
  "/workspaces/$workspaceId/company-sign-in": {
    remove: { title: "Remove company sign-in?" },
    stream: { title: "Add a signal stream" },
    "change-stream": { title: "Change the signal stream", about: { made: "stream" } },
    "delete-stream": { title: "Delete the signal stream?", about: { made: "stream" } },
  },
  "/workspaces/$workspaceId/apps/$appId/integrations": {
    choose: { title: "Connect an account" },
    connect: { title: "Connect Notion for everyone who uses Test app", about: "notion" },
    reconnect: { title: "Reconnect Sandbox Calendar", ...sandbox },
    another: { title: "Use another account of Sandbox Calendar", ...sandbox },
    scopes: { title: "Change what Sandbox Calendar is asked for", ...sandbox },
    disconnect: { title: /^Disconnect .+\?$/, ...sandbox },
    remove: { title: /^Remove .+\?$/, about: "notion" },
  },
  "/workspaces/$workspaceId/apps/$appId/users": { move: { title: "Move users’ connections" } },
  "/workspaces/$workspaceId/apps/$appId/users/$userId": {
    disconnect: { title: "Disconnect My calendar of ada?", about: { made: "connection" } },
    "disconnect-all": { title: "Disconnect 2 connections of ada?" },
    delete: { title: "Delete the user “ada”?" },
    freeze: { title: "Freeze these connections?" },
    unfreeze: { title: "Unfreeze these connections?" },
  },
  "/workspaces/$workspaceId/apps/$appId/origins": {
    remove: { title: `Remove ${origin}?`, about: markOf(origin) },
  },
  "/workspaces/$workspaceId/apps/$appId/identity-providers": {
    add: { title: "Add an identity provider" },
    remove: {
      title: `Remove ${issuer}?`,
      about: markOf(`${issuer} sub`),
      of: { appId: ids.otherApp },
    },
  },
  "/workspaces/$workspaceId/apps/$appId/service-tokens": {
    create: { title: "Create a service token" },
    change: { title: "Change the service token “backend”", ...backend },
    delete: { title: "Delete the service token “backend”?", ...backend },
  },
};

/** The same as a list. */
export const all = Object.entries(rows).flatMap(([path, named]) =>
  Object.entries(named).map(([name, row]) => ({ path, name, row })),
);
