/** Routes of a workspace's identity provider for its operators. */
import { errorBody } from "@grantry/contract/common";
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
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const path = "/api/workspace/:workspaceId/sign-in-provider";
const tags = ["operator"];
const params = workspaceParams;

export function registerSignInProviderRoutes(instance: ZodInstance, context: HttpContext): void {
  const response = { 200: signInProviderView, "4xx": errorBody };
  instance.get(
    path,
    { schema: { tags, summary: "The identity provider of the operators", params, response } },
    async ({ params: { workspaceId }, headers }) => {
      const scope = "workspace:read";
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, scope);
      return await readProvider(context, operator);
    },
  );
  const summary = "Declare the identity provider by which operators sign in";
  instance.put(
    path,
    { schema: { tags, summary, params, body: signInProviderBody, response } },
    async ({ params: { workspaceId }, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, workspaceId, headers);
      const { client_secret: secret } = body;
      return await declareProvider(context, operator, {
        issuer: body.issuer,
        clientId: body.client_id,
        clientSecret: secret === undefined ? undefined : new Secret(secret),
        domains: body.domains,
        defaultRole: body.default_role,
      });
    },
  );
  instance.delete(
    path,
    {
      schema: {
        tags,
        summary: "Take the identity provider away",
        params,
        response: { 200: signInProviderRemoved, "4xx": errorBody },
      },
    },
    async ({ params: { workspaceId }, headers }) => {
      await removeProvider(context, await requireWorkspaceOperator(context, workspaceId, headers));
      return { status: "removed" as const };
    },
  );
  instance.post(
    `${path}/domains/:domain/verify`,
    {
      schema: {
        tags,
        summary: "Look for the DNS record that proves a domain; where it is, people sign in by it",
        params: signInDomainParams,
        response,
      },
    },
    async ({ params: { workspaceId, domain }, headers }) => {
      const operator = await requireWorkspaceOperator(context, workspaceId, headers);
      return await proveDomain(context, operator, domain);
    },
  );
}
