/** What the connectors of Google have in common. */

/** What the scopes of who somebody is let an app see; every connector offers them. */
export const describedIdentity = [
  { scope: "openid", description: "Your Google account id" },
  {
    scope: "https://www.googleapis.com/auth/userinfo.email",
    description: "Your email address",
  },
  {
    scope: "https://www.googleapis.com/auth/userinfo.profile",
    description: "Your name and picture",
  },
];

/** Without these the account behind a connection cannot be told. */
export const identityScopes = ["openid", "https://www.googleapis.com/auth/userinfo.email"];

/** Google reports these two under their long names, whichever name was asked for. */
export const scopeAliases = {
  "https://www.googleapis.com/auth/userinfo.email": "email",
  "https://www.googleapis.com/auth/userinfo.profile": "profile",
};

/** The request was wrong, not the token: it was not sent, or is of another kind. */
export const notTheToken = [
  {
    body: {
      at: ["error", "details", "*", "reason"],
      equals: ["ACCESS_TOKEN_TYPE_UNSUPPORTED", "CREDENTIALS_MISSING"],
    },
  },
  { body: { at: ["error", "errors", "*", "reason"], equals: ["required"] } },
];

/** Newer and older shape of an error, and the header of RFC 6750. */
export const refusals = {
  refused_token: [{ statuses: [401], unless: notTheToken }],
  missing_scope: [
    {
      statuses: [403],
      body: {
        at: ["error", "details", "*", "reason"],
        equals: ["ACCESS_TOKEN_SCOPE_INSUFFICIENT"],
      },
    },
    {
      statuses: [403],
      body: { at: ["error", "errors", "*", "reason"], equals: ["insufficientPermissions"] },
    },
    { statuses: [403], header: { name: "WWW-Authenticate", holds: "insufficient_scope" } },
  ],
};
