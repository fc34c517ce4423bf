/** Of the one table of error codes (errors.ts): what is not there, or not there for the caller. */

/** What the table says of a code. */
export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly wireCode?: string;
}

export const missingThings = {
  app_not_found: { status: 404, title: "The app was not found.", wireCode: "NOT_FOUND" },
  workspace_not_found: {
    status: 404,
    title: "The workspace was not found.",
    wireCode: "NOT_FOUND",
  },
  provider_not_found: {
    status: 404,
    title: "The workspace has no such custom provider.",
    wireCode: "NOT_FOUND",
  },
  connector_not_found: {
    status: 404,
    title: "The connector was not found.",
    wireCode: "NOT_FOUND",
  },
  revocation_not_found: {
    status: 404,
    title: "The workspace has no such revocation, or its receipt is no longer kept.",
    wireCode: "NOT_FOUND",
  },
  oauth_client_not_found: {
    status: 404,
    title: "The workspace has no such OAuth client.",
    wireCode: "NOT_FOUND",
  },
  connection_not_found: {
    status: 404,
    title: "The workspace has no such connection.",
    wireCode: "NOT_FOUND",
  },
  not_connected: { status: 404, title: "There is no connection yet.", wireCode: "NOT_FOUND" },
  needs_reauth: {
    status: 404,
    title: "The connection has ended and must be authorized again.",
    wireCode: "NOT_FOUND",
  },
  authorization_not_found: {
    status: 404,
    title: "The authorization attempt was not found.",
    wireCode: "NOT_FOUND",
  },
  member_not_found: {
    status: 404,
    title: "The workspace has no such member.",
    wireCode: "NOT_FOUND",
  },
  invitation_not_found: {
    status: 404,
    title: "The workspace has no such invitation.",
    wireCode: "NOT_FOUND",
  },
  sign_in_provider_not_found: {
    status: 404,
    title: "There is no such identity provider for operators.",
    wireCode: "NOT_FOUND",
  },
  sign_in_domain_not_found: {
    status: 404,
    title: "The workspace's identity provider does not declare this email domain.",
    wireCode: "NOT_FOUND",
  },
  sign_in_identity_not_found: {
    status: 404,
    title: "The workspace's identity provider does not sign this member in.",
    wireCode: "NOT_FOUND",
  },
  session_not_found: {
    status: 404,
    title: "You are not signed in by a session or command line of this id.",
    wireCode: "NOT_FOUND",
  },
  authenticator_app_not_found: {
    status: 404,
    title: "The account has no authenticator app.",
    wireCode: "NOT_FOUND",
  },
  api_key_not_found: { status: 404, title: "There is no such key.", wireCode: "NOT_FOUND" },
  service_token_not_found: {
    status: 404,
    title: "The app has no such service token.",
    wireCode: "NOT_FOUND",
  },
} as const satisfies Record<string, ErrorEntry>;
