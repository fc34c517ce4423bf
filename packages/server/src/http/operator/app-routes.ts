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
import { createAppBody, createdAppAnswer } from "@grantry/contract/workspace";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { type Caller, workspacesOfCaller } from "../../service/accounts/index.ts";
import { createApp, listOperatorsApps, listRedirectUris } from "../../service/manage/index.ts";
import { viewListedApp, viewRedirectUris } from "../base44/app-views.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";

const stripe = "/api/apps/:appId/payments/stripe";

/** The only one of the caller's where none is named; never one of several: they must say which (SEC-76). */
async function workspaceOf(
  context: HttpContext,
  caller: Caller,
  { organization_id: named }: z.output<typeof createAppBody>,
): Promise<string> {
  if (named != null) return named;
  const [only, another] = await workspacesOfCaller(context, caller);
  if (only !== undefined && another === undefined) return only.workspaceId;
  throw new GrantryError("bad_request", {
    detail: "organization_id: name the workspace; GET /api/workspace/workspaces lists yours.",
  });
}

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
    method: "POST",
    path: "/api/apps",
    for: "operator",
    permission: "apps:write",
    summary: "Create an app, as the official command line does",
    body: createAppBody,
    answer: createdAppAnswer,
    workspaceOf,
    handler: async (context, operator, { body }) => {
      const { appId: id, name } = await createApp(context, operator, body.name);
      return { id, name };
    },
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
