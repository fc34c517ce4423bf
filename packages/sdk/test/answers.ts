/** Answers of the server, held to the contract's own schemas. */

import { disconnectAnswer, meAnswer } from "@grantry/contract/app-user";
import { connectionView, errorBody, initiateAnswer } from "@grantry/contract/common";
import { tokenAnswer, userTokenAnswer } from "@grantry/contract/service";

export const tokenBody = tokenAnswer.parse({
  access_token: "provider-token",
  integration_type: "googlecalendar",
  connection_config: { subdomain: "acme" },
  connection_values: { subdomain: "acme", username: "ADA" },
  token_type: "Bearer",
  expires_at: 1_800_000_000,
  version: 3,
  granted_scopes: ["calendar.events"],
  account: { id: "108", email: "ann@example.com", name: null },
});

export const connectionBody = connectionView.parse({
  connector_id: "665f00000000000000000001",
  connector_name: "Calendar",
  integration_type: "googlecalendar",
  status: "needs_reauth",
  reason: "revoked",
  status_since: 1_700_000_000,
  account: null,
  requested_scopes: ["a", "b"],
  granted_scopes: ["a"],
  missing_scopes: ["b"],
  expires_at: null,
  last_refreshed_at: null,
  connected_at: 1_690_000_000,
  revocation: null,
});

export const initiateBodyAnswer = initiateAnswer.parse({
  redirect_url: "https://connectors.example.com/connect/abc",
  connection_id: "auz_1",
  already_authorized: false,
});

export const disconnectBody = disconnectAnswer.parse({
  status: "disconnected",
  connector_id: "665f00000000000000000001",
  revocation: "revoked",
});

export const meBody = meAnswer.parse({ id: "user-1", email: "ann@example.com", full_name: "Ann" });

export const userTokenBody = userTokenAnswer.parse({
  access_token: "user-jwt",
  token_type: "Bearer",
  expires_in: 900,
});

export const notConnectedBody = errorBody.parse({
  detail: "No active connection found: this connector is not connected.",
  message: "No active connection found: this connector is not connected.",
  code: "NOT_FOUND",
  reason: "not_connected",
  request_id: "req-7",
});

export const missingScopesBody = errorBody.parse({
  ...notConnectedBody,
  code: "missing_scopes",
  reason: "missing_scopes",
  missing_scopes: ["calendar.events"],
});
