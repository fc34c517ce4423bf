/** Routes of apps as a whole, and of payments, as the official command line asks for them. */
import {
  appsAnswer,
  appsQuery,
  redirectUrisAnswer,
  stripeInstallBody,
  stripeRemovedAnswer,
  stripeStatusAnswer,
} from "@grantry/contract/app";
import { appParams, errorBody } from "@grantry/contract/common";
import { GrantryError } from "../../lib/error.ts";
import { listOperatorsApps, listRedirectUris } from "../../service/manage/index.ts";
import { requireOperator, requireOperatorAnywhere } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const stripe = "/api/apps/:appId/payments/stripe";
const tags = ["operator"];

export function registerAppRoutes(instance: ZodInstance, context: HttpContext): void {
  registerApps(instance, context);
  registerStripe(instance, context);
}

function registerApps(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    "/api/apps",
    {
      schema: {
        tags,
        summary: "The apps of the operator's workspaces, the newest first",
        querystring: appsQuery,
        response: { 200: appsAnswer, "4xx": errorBody },
      },
    },
    async ({ headers }) =>
      await listOperatorsApps(context, await requireOperatorAnywhere(context, headers)),
  );
  instance.get(
    "/api/apps/:appId/oauth-redirect-uris",
    {
      schema: {
        tags,
        summary: "The redirect URIs to register at providers",
        params: appParams,
        response: { 200: redirectUrisAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { app } = await requireOperator(context, params.appId, headers, "apps:read");
      return await listRedirectUris(context, app);
    },
  );
}

/** Asked for with every push and pull. Payments are not set up here, and never were. */
function registerStripe(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${stripe}/status`,
    {
      schema: {
        tags,
        summary: "Whether Stripe is installed: it never is",
        params: appParams,
        response: { 200: stripeStatusAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      await requireOperator(context, params.appId, headers, "apps:read");
      return { stripe_mode: null, sandbox_claim_url: null };
    },
  );
  instance.post(
    `${stripe}/install`,
    {
      schema: {
        tags,
        summary: "Refused: payments are not set up here",
        params: appParams,
        body: stripeInstallBody,
        response: { "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      await requireOperator(context, params.appId, headers);
      throw new GrantryError("payments_not_supported", {
        detail:
          "This server does not set up payments. Remove the connector file of type stripe, and set Stripe up at Stripe.",
      });
    },
  );
  instance.delete(
    stripe,
    {
      schema: {
        tags,
        summary: "Remove Stripe: nothing is there",
        params: appParams,
        response: { 200: stripeRemovedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      await requireOperator(context, params.appId, headers);
      return { success: true as const };
    },
  );
}
