/** Routes of a workspace's custom providers. */
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
import { viewProvider } from "../base44/connector-views.ts";
import { route } from "../route.ts";

const base = "/api/workspace/:workspaceId/providers";
/** An entry with the scopes of all of a large provider's APIs. */
const entryBytesMax = 262_144;

export const providerRoutes = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:read",
    summary: "The workspace's custom providers",
    params: workspaceParams,
    answer: providersAnswer,
    handler: async (context, { workspaceId }) => ({
      providers: (await listCustomProviders(context, workspaceId)).map(viewProvider),
    }),
  }),
  route({
    method: "PUT",
    path: `${base}/:providerId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Create or change a custom provider: an entry, or an issuer to find it out from",
    bodyLimit: entryBytesMax,
    params: providerParams,
    body: providerBody,
    answer: providerView,
    handler: async (context, operator, { params: { providerId }, body }) => {
      const { client_secret: secrets = [], ...declared } = body;
      const shown = [secrets].flat().map((secret) => new Secret(secret));
      const input = { operator, providerId, declared, shown };
      return viewProvider(await putCustomProvider(context, input));
    },
  }),
  route({
    method: "DELETE",
    path: `${base}/:providerId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Delete a custom provider that no connector uses",
    params: providerParams,
    answer: providerDeletedAnswer,
    handler: async (context, operator, { params: { providerId } }) => {
      await deleteCustomProvider(context, operator, providerId);
      return { status: "deleted" as const, provider_id: providerId };
    },
  }),
];
