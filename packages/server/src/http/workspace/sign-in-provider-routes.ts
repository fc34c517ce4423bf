/** Routes of a workspace's identity provider for its operators. */
import {
  signInDomainParams,
  signInProviderBody,
  signInProviderRemoved,
  signInProviderView,
} from "@grantry/contract/company-sign-in";
import { workspaceParams } from "@grantry/contract/operator";
import { Secret } from "../../lib/secret.ts";
import {
  declareProvider,
  proveDomain,
  readProvider,
  removeProvider,
} from "../../service/accounts/index.ts";
import { viewSignInProvider } from "../base44/people-views.ts";
import { route } from "../route.ts";

const path = "/api/workspace/:workspaceId/sign-in-provider";

export const signInProviderRoutes = [
  route({
    method: "GET",
    path,
    for: "operator",
    permission: "workspace:read",
    summary: "The identity provider of the operators",
    params: workspaceParams,
    answer: signInProviderView,
    handler: async (context, operator) => viewSignInProvider(await readProvider(context, operator)),
  }),
  route({
    method: "PUT",
    path,
    for: "operator",
    permission: "workspace:write",
    summary: "Declare the identity provider by which operators sign in",
    params: workspaceParams,
    body: signInProviderBody,
    answer: signInProviderView,
    handler: async (context, operator, { body }) => {
      const { client_secret: secret } = body;
      const declared = await declareProvider(context, operator, {
        issuer: body.issuer,
        clientId: body.client_id,
        clientSecret: secret === undefined ? undefined : new Secret(secret),
        domains: body.domains,
        defaultRole: body.default_role,
      });
      return viewSignInProvider(declared);
    },
  }),
  route({
    method: "DELETE",
    path,
    for: "operator",
    permission: "workspace:write",
    summary: "Take the identity provider away",
    params: workspaceParams,
    answer: signInProviderRemoved,
    handler: async (context, operator) => {
      await removeProvider(context, operator);
      return { status: "removed" as const };
    },
  }),
  route({
    method: "POST",
    path: `${path}/domains/:domain/verify`,
    for: "operator",
    permission: "workspace:write",
    summary: "Look for the DNS record that proves a domain; where it is, people sign in by it",
    params: signInDomainParams,
    answer: signInProviderView,
    handler: async (context, operator, { params }) =>
      viewSignInProvider(await proveDomain(context, operator, params.domain)),
  }),
];
