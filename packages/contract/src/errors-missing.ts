/** Of the one table of error codes (errors.ts): what is not there, or not there for the caller. */

import type { ErrorEntry } from "./error-entry.ts";

export const missingThings = {
  app_not_found: { status: 404, title: "The app was not found.", wire: { code: "NOT_FOUND" } },
  workspace_not_found: {
    status: 404,
    title: "The workspace was not found.",
    wire: { code: "NOT_FOUND" },
  },
  provider_not_found: {
    status: 404,
    title: "The workspace has no such custom provider.",
    wire: { code: "NOT_FOUND" },
  },
  connector_not_found: {
    status: 404,
    title: "The connector was not found.",
    wire: { code: "NOT_FOUND" },
  },
  attention_not_found: {
    status: 404,
    title: "Nothing of this id needs attention in the workspace, or it was set aside already.",
    wire: { code: "NOT_FOUND" },
  },
  operation_not_found: {
    status: 404,
    title: "The workspace has no such operation, or it is no longer kept.",
  },
  revocation_not_found: {
    status: 404,
    title: "The workspace has no such revocation, or its receipt is no longer kept.",
    wire: { code: "NOT_FOUND" },
  },
  audit_record_not_found: {
    status: 404,
    title: "The workspace's audit trail has no such record.",
    wire: { code: "NOT_FOUND" },
  },
  oauth_client_not_found: {
    status: 404,
    title: "The workspace has no such OAuth client.",
    wire: { code: "NOT_FOUND" },
  },
  connection_not_found: {
    status: 404,
    title: "The workspace has no such connection.",
    wire: { code: "NOT_FOUND" },
  },
  not_connected: { status: 404, title: "There is no connection yet.", wire: { code: "NOT_FOUND" } },
  needs_reauth: {
    status: 409,
    title: "The connection has ended and must be authorized again.",
    // Apps there know connected or not, and then offer to connect.
    wire: { status: 404, code: "NOT_FOUND" },
  },
  authorization_not_found: {
    status: 404,
    title: "The authorization attempt was not found.",
    wire: { code: "NOT_FOUND" },
  },
  member_not_found: {
    status: 404,
    title: "The workspace has no such member.",
    wire: { code: "NOT_FOUND" },
  },
  invitation_not_found: {
    status: 404,
    title: "The workspace has no such invitation.",
    wire: { code: "NOT_FOUND" },
  },
  sign_in_provider_not_found: {
    status: 404,
    title: "There is no such identity provider for operators.",
    wire: { code: "NOT_FOUND" },
  },
  signal_stream_not_found: {
    status: 404,
    title: "There is no such signal stream.",
    wire: { code: "NOT_FOUND" },
  },
  sign_in_domain_not_found: {
    status: 404,
    title: "The workspace's identity provider does not declare this email domain.",
    wire: { code: "NOT_FOUND" },
  },
  sign_in_test_not_found: {
    status: 404,
    title: "You have begun no such test of the company's sign-in.",
    wire: { code: "NOT_FOUND" },
  },
  sign_in_identity_not_found: {
    status: 404,
    title: "The workspace's identity provider does not sign this member in.",
    wire: { code: "NOT_FOUND" },
  },
  session_not_found: {
    status: 404,
    title: "You are not signed in by a session or command line of this id.",
    wire: { code: "NOT_FOUND" },
  },
  passkey_not_found: {
    status: 404,
    title: "The account has no such passkey.",
    wire: { code: "NOT_FOUND" },
  },
  authenticator_app_not_found: {
    status: 404,
    title: "The account has no authenticator app.",
    wire: { code: "NOT_FOUND" },
  },
  api_key_not_found: { status: 404, title: "There is no such key.", wire: { code: "NOT_FOUND" } },
  service_token_not_found: {
    status: 404,
    title: "The app has no such service token.",
    wire: { code: "NOT_FOUND" },
  },
} as const satisfies Record<string, ErrorEntry>;
