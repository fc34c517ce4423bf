/** Routes of payments: asked for with every push and pull. Payments are not set up here, and never were. */
import {
  stripeInstallBody,
  stripeRemovedAnswer,
  stripeStatusAnswer,
} from "@grantry/contract/base44/app";
import { appParams } from "@grantry/contract/base44/common";
import { GrantryError } from "../../lib/error.ts";
import { route } from "../route.ts";

const stripe = "/api/apps/:appId/payments/stripe";

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
