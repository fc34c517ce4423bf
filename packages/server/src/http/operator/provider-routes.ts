/** Routes of a workspace's custom providers. */
import { errorBody } from "@grantry/contract/common";
import {
  providerBody,
  providerDeletedAnswer,
  providerParams,
  providersAnswer,
  providerView,
  workspaceParams,
} from "@grantry/contract/operator";
import { Secret } from "../../lib/secret.ts";
import {
  deleteCustomProvider,
  listCustomProviders,
  putCustomProvider,
} from "../../service/manage/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/providers";
const tags = ["operator"];

export function registerProviderRoutes(instance: ZodInstance, context: HttpContext): void {
  registerList(instance, context);
  registerWrites(instance, context);
}

function registerList(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "The workspace's custom providers",
        params: workspaceParams,
        response: { 200: providersAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId } = await requireWorkspaceOperator(
        context,
        params.workspaceId,
        headers,
        "workspace:read",
      );
      return { providers: await listCustomProviders(context, workspaceId) };
    },
  );
}

/** An entry with the scopes of all of a large provider's APIs. */
const entryBytesMax = 262_144;

function registerWrites(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    `${base}/:providerId`,
    {
      bodyLimit: entryBytesMax,
      schema: {
        tags,
        summary: "Create or change a custom provider: an entry, or an issuer to find it out from",
        params: providerParams,
        body: providerBody,
        response: { 200: providerView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { providerId } = params;
      const { client_secret: secrets = [], ...declared } = body;
      const shown = [secrets].flat().map((secret) => new Secret(secret));
      return await putCustomProvider(context, { operator, providerId, declared, shown });
    },
  );
  instance.delete(
    `${base}/:providerId`,
    {
      schema: {
        tags,
        summary: "Delete a custom provider that no connector uses",
        params: providerParams,
        response: { 200: providerDeletedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await deleteCustomProvider(context, operator, params.providerId);
      return { status: "deleted" as const, provider_id: params.providerId };
    },
  );
}
