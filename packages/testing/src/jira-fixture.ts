/**
 * What Atlassian documents of OAuth 2.0 (3LO) for Jira, written from its page, for the dialect sandbox:
 * https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/
 */
const client = {
  client_id: "FAKEatlassianClientId",
  client_secret: "FAKEatlassianClientSecret",
  redirect_uri: "https://connect.example.com/api/external-auth/callback/ocl_FAKE",
};
const state = "n0nGuess4ble-FAKE-state-000000000000000000000";
const json = { "content-type": "application/json" };
const scopes = ["read:jira-user", "read:jira-work"];
const scope = `${scopes.join(" ")} offline_access`;
const chosen = "FAKE0002-0000-4000-8000-000000000002";
const token_endpoint = "https://auth.atlassian.com/oauth/token";

function site(id: string, host: string, granted: readonly string[]) {
  const url = `https://${host}.atlassian.net`;
  return { id, name: host, url, scopes: granted, avatarUrl: `${url}/avatar.png` };
}

function tokens(suffix: string) {
  return {
    access_token: `FAKE-atlassian-access${suffix}`,
    refresh_token: `FAKE-atlassian-refresh${suffix}`,
    expires_in: 3600,
    scope,
  };
}

function granted({ access_token, refresh_token, expires_in }: ReturnType<typeof tokens>) {
  return {
    access_token,
    refresh_token,
    token_type: "Bearer",
    lifetime_seconds: expires_in,
    refresh_lifetime_seconds: null,
    granted_scopes: [...scopes, "offline_access"],
    kept_values: {},
    account_hints: null,
  };
}

function api(url: string, body: unknown) {
  const authorization = "Bearer FAKE-atlassian-access";
  return {
    request: { method: "GET", url, headers: { authorization, accept: "application/json" } },
    answer: { status: 200, headers: json, body },
  };
}

export const jiraFixture = {
  integration_type: "jira",
  documentation: ["https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/"],
  client,
  settings: {},
  scopes,
  state,
  code_verifier: null,
  code_challenge: null,
  authorization_request: {
    endpoint: "https://auth.atlassian.com/authorize",
    parameters: {
      audience: "api.atlassian.com",
      client_id: client.client_id,
      scope,
      redirect_uri: client.redirect_uri,
      state,
      response_type: "code",
      prompt: "consent",
    },
  },
  authorization_response: { code: "FAKE-atlassian-code", state },
  token: {
    request: {
      method: "POST",
      url: token_endpoint,
      headers: json,
      format: "json",
      body: {
        grant_type: "authorization_code",
        client_id: client.client_id,
        client_secret: client.client_secret,
        code: "FAKE-atlassian-code",
        redirect_uri: client.redirect_uri,
      },
    },
    answer: { status: 200, headers: json, body: { ...tokens(""), token_type: "Bearer" } },
    grant: granted(tokens("")),
  },
  refresh: {
    request: {
      method: "POST",
      url: token_endpoint,
      headers: json,
      format: "json",
      body: {
        grant_type: "refresh_token",
        client_id: client.client_id,
        client_secret: client.client_secret,
        refresh_token: "FAKE-atlassian-refresh",
      },
    },
    answer: { status: 200, headers: json, body: { ...tokens("-2"), token_type: "Bearer" } },
    grant: granted(tokens("-2")),
  },
  failures: [],
  choice: api("https://api.atlassian.com/oauth/token/accessible-resources", [
    site("FAKE0001-0000-4000-8000-000000000001", "ada-one", ["read:jira-work"]),
    site(chosen, "ada-two", ["read:jira-work"]),
    site(chosen, "ada-two", ["read:servicedesk-request"]),
  ]),
  account: {
    calls: [
      api(`https://api.atlassian.com/ex/jira/${chosen}/rest/api/3/myself`, {
        accountId: "FAKE:ada",
        emailAddress: "ada@example.com",
        displayName: "Ada Example",
      }),
    ],
    account: { id: "FAKE:ada", email: "ada@example.com", name: "Ada Example" },
  },
  revocation: { calls: [], already_ended: null, result: "not_supported" },
};
