/** Answers of the server, held to the contract's own schemas. */
import { startedAuthorization } from "@grantry/contract/v1/authorizations";
import { problem } from "@grantry/contract/v1/common";
import { myConnector, receipts } from "@grantry/contract/v1/connections";
import { me } from "@grantry/contract/v1/server";
import { token, userToken } from "@grantry/contract/v1/tokens";

export const tokenBody = token.parse({
  access_token: "provider-token",
  token_type: "Bearer",
  expires_at: "2027-01-15T08:00:00Z",
  expires_in: 3412,
  version: 3,
  connection_id: "conn_1",
  connector: { id: "665f00000000000000000001", type: "googlecalendar" },
  granted_scopes: ["calendar.events"],
  account: { id: "108", email: "ann@example.com", name: null },
  settings: { subdomain: "acme" },
  values: { subdomain: "acme", username: "ADA" },
});

export const connectorBody = myConnector.parse({
  id: "665f00000000000000000001",
  type: "googlecalendar",
  name: "Calendar",
  logo: { path: "M0 0h24v24H0z", color: "#4285F4" },
  setting_fields: [],
  connections: [
    {
      id: "conn_1",
      app_id: "app_1",
      connector: { id: "665f00000000000000000001", type: "googlecalendar", name: "Calendar" },
      owner: {
        kind: "user",
        user: { id: "usr_1", user_id: "user-1", issuer: null },
        unassigned: false,
      },
      account: null,
      status: "needs_reauth",
      reason: "revoked",
      status_since: "2023-11-14T22:13:20Z",
      settings: {},
      requested_scopes: ["a", "b"],
      granted_scopes: ["a"],
      missing_scopes: ["b"],
      outdated_by: [],
      expires_at: null,
      last_refreshed_at: null,
      connected_at: "2023-07-22T04:26:40Z",
      revocation: null,
    },
  ],
});

export const startedBody = startedAuthorization.parse({
  id: "auz_1",
  status: "pending",
  error: null,
  connect_url: "https://connectors.example.com/connect/abc",
});

export const receiptsBody = receipts.parse({
  receipts: [{ connection_id: "conn_1", revocation: "revoked" }],
});

export const meBody = me.parse({
  user_id: "user-1",
  issuer: null,
  email: "ann@example.com",
  name: "Ann",
});

export const userTokenBody = userToken.parse({
  access_token: "user-jwt",
  token_type: "Bearer",
  expires_in: 900,
});

export const notConnectedBody = problem.parse({
  type: "https://connectors.example.com/docs/errors#not_connected",
  title: "The connection does not exist or has never been completed.",
  status: 404,
  detail: "No active connection found: this connector is not connected.",
  code: "not_connected",
  request_id: "req-7",
  retry: "after_consent",
});

export const missingScopesBody = problem.parse({
  ...notConnectedBody,
  status: 403,
  code: "missing_scopes",
  missing_scopes: ["calendar.events"],
  outdated_by: [],
});

export const unauthorizedBody = problem.parse({
  ...notConnectedBody,
  status: 401,
  code: "unauthorized",
  retry: "after_change",
});

export const badRequestBody = problem.parse({
  ...notConnectedBody,
  status: 400,
  code: "bad_request",
  retry: "after_change",
  errors: [{ in: "body", pointer: "/min_ttl", code: "too_big", detail: "It must be at most 1." }],
});

/** Of a server that cannot answer now. */
export const awayBody = problem.parse({
  ...notConnectedBody,
  status: 503,
  code: "database_unavailable",
  retry: "later",
});
