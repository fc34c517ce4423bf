/** The identity provider by which a workspace's people sign in. */
import { address } from "@grantry/contract/v1/common";
import { plainListQuery } from "@grantry/contract/v1/people";
import { domainAddress } from "@grantry/contract/v1/server-workspaces";
import {
  deletedSignInProvider,
  putSignInProviderRequest,
  signInProvider,
  signInProviderList,
} from "@grantry/contract/v1/sign-in-provider";
import type { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import {
  declareProvider,
  proveDomain,
  readProvider,
  removeProvider,
  type SignInProvider,
  type WorkspaceOperator,
} from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { version } from "./version.ts";

const tag = "People";
const path = "/v1/workspaces/:workspace_id/sign-in-provider";

function viewSignInProvider(provider: SignInProvider): z.output<typeof signInProvider> {
  return {
    issuer: provider.issuer,
    client_id: provider.clientId,
    domains: provider.domains.map(({ domain, provenBy, txtName, txtValue }) => ({
      domain,
      proven_by: provenBy,
      txt_name: txtName,
      txt_value: txtValue,
    })),
    default_role: provider.defaultRole,
    redirect_uri: provider.redirectUri,
    back_channel_logout_uri: provider.backChannelLogoutUri,
  };
}

const ofWorkspace = address("workspace_id");

const providerVersion = version(ofWorkspace, {
  read: async (context, operator) => viewSignInProvider(await readProvider(context, operator)),
  target: (_params, { workspaceId }) => ({
    kind: "workspace",
    id: workspaceId,
    actions: "sign_in_provider.",
  }),
});

/** The workspace's, or none. */
async function allProviders(context: HttpContext, operator: WorkspaceOperator) {
  try {
    return [await readProvider(context, operator)];
  } catch (thrown) {
    if (isGrantryError(thrown, "sign_in_provider_not_found")) return [];
    throw thrown;
  }
}

export const signInProviderOperations = [
  route({
    method: "GET",
    path: `${path}s`,
    for: "operator",
    permission: "workspace:read",
    operationId: "listSignInProviders",
    tag,
    summary:
      "The identity provider by which the workspace's people sign in; an empty list where there is none",
    params: ofWorkspace,
    query: plainListQuery,
    answer: signInProviderList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await allProviders(context, operator),
        { keyOf: ({ issuer }) => [issuer] },
        viewSignInProvider,
      ),
  }),
  route({
    method: "GET",
    path,
    for: "operator",
    permission: "workspace:read",
    operationId: "getSignInProvider",
    tag,
    summary: "The identity provider by which the workspace's people sign in",
    params: ofWorkspace,
    version: providerVersion,
    answer: signInProvider,
    refuses: ["sign_in_provider_not_found"],
    handler: async (context, operator) => viewSignInProvider(await readProvider(context, operator)),
  }),
  route({
    method: "PUT",
    path,
    for: "operator",
    permission: "workspace:own",
    operationId: "putSignInProvider",
    tag,
    summary: "Declare it, or another one; for owners",
    params: ofWorkspace,
    version: providerVersion,
    body: putSignInProviderRequest,
    answer: signInProvider,
    refuses: ["person_required"],
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
    permission: "workspace:own",
    operationId: "deleteSignInProvider",
    tag,
    summary: "Take it away: people sign in by their passwords again; for owners",
    params: ofWorkspace,
    version: providerVersion,
    answer: deletedSignInProvider,
    refuses: ["person_required", "sign_in_provider_not_found"],
    handler: async (context, operator) => {
      await removeProvider(context, operator);
      return { deleted: true as const };
    },
  }),
  route({
    method: "POST",
    path: `${path}/domains/:domain/verify`,
    for: "operator",
    permission: "workspace:own",
    operationId: "verifySignInDomain",
    tag,
    summary: "Look for the DNS record that proves a domain; once it is there, people sign in by it",
    params: domainAddress,
    answer: signInProvider,
    refuses: [
      "person_required",
      "sign_in_provider_not_found",
      "sign_in_domain_not_found",
      "sign_in_domain_taken",
      "domain_not_proven",
      "domain_lookup_failed",
    ],
    handler: async (context, operator, { params }) =>
      viewSignInProvider(await proveDomain(context, operator, params.domain)),
  }),
];
