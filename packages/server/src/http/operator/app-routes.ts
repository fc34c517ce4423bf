/** Routes of apps as a whole, and of payments, as the official command line asks for them. */
import {
  appsAnswer,
  appsQuery,
  redirectUrisAnswer,
  stripeInstallBody,
  stripeRemovedAnswer,
  stripeStatusAnswer,
} from "@grantry/contract/app";
import { appParams } from "@grantry/contract/common";
import { GrantryError } from "../../lib/error.ts";
import { listOperatorsApps, listRedirectUris } from "../../service/manage/index.ts";
import { viewListedApp, viewRedirectUris } from "../base44/app-views.ts";
import { route } from "../route.ts";

const stripe = "/api/apps/:appId/payments/stripe";

export const appsRoutes = [
  route({
    method: "GET",
    path: "/api/apps",
    for: "operator",
    permission: "apps:read",
    summary: "The apps of the operator's workspaces, the newest first",
    query: appsQuery,
    answer: appsAnswer,
    handler: async (context, reach) => (await listOperatorsApps(context, reach)).map(viewListedApp),
  }),
  route({
    method: "GET",
    path: "/api/apps/:appId/oauth-redirect-uris",
    for: "operator",
    permission: "apps:read",
    summary: "The redirect URIs to register at providers",
    params: appParams,
    answer: redirectUrisAnswer,
    handler: async (context, { app }) => viewRedirectUris(await listRedirectUris(context, app)),
  }),
];

/** Asked for with every push and pull. Payments are not set up here, and never were. */
export const stripeRoutes = [
  route({
    method: "GET",
    path: `${stripe}/status`,
    for: "operator",
    permission: "apps:read",
    summary: "Whether Stripe is installed: it never is",
    params: appParams,
    answer: stripeStatusAnswer,
    handler: () => ({ stripe_mode: null, sandbox_claim_url: null }),
  }),
  route({
    method: "POST",
    path: `${stripe}/install`,
    for: "operator",
    permission: "apps:write",
    summary: "Refused: payments are not set up here",
    params: appParams,
    body: stripeInstallBody,
    handler: () => {
      throw new GrantryError("payments_not_supported", {
        detail:
          "This server does not set up payments. Remove the connector file of type stripe, and set Stripe up at Stripe.",
      });
    },
  }),
  route({
    method: "DELETE",
    path: stripe,
    for: "operator",
    permission: "apps:write",
    summary: "Remove Stripe: nothing is there",
    params: appParams,
    answer: stripeRemovedAnswer,
    handler: () => ({ success: true as const }),
  }),
];
