/** Custom providers of a workspace. */
import { address } from "@grantry/contract/v1/common";
import {
  discoverProviderRequest,
  provider,
  providerDraft,
  providerList,
  putProviderRequest,
} from "@grantry/contract/v1/connectors";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import {
  deleteCustomProvider,
  discoverCustomProvider,
  listCustomProviders,
  type Provider,
  putCustomProvider,
  readCustomProvider,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf } from "./time.ts";
import { version } from "./version.ts";

const tag = "Connectors";
const workspace = "/v1/workspaces/:workspace_id";

function viewProvider(one: Provider): z.output<typeof provider> {
  return {
    id: one.providerId,
    name: one.name,
    types: [...one.types],
    entry: { ...one.entry },
    created_at: instantOf(one.createdAt),
    updated_at: instantOf(one.updatedAt),
  };
}

const ofProvider = address("workspace_id", "provider_id");
/** An entry with the scopes of all of a large provider's APIs. */
const entryBytesMax = 262_144;

const providerVersion = version(ofProvider, {
  read: async (context, { workspaceId }, { providerId }) =>
    viewProvider(await readCustomProvider(context, workspaceId, providerId)),
  target: ({ providerId }) => ({ kind: "provider", id: providerId }),
});

export const providerOperations = [
  route({
    method: "GET",
    path: `${workspace}/providers`,
    for: "operator",
    permission: "workspace:read",
    operationId: "listProviders",
    tag,
    summary: "The workspace's custom providers",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: providerList,
    handler: async (context, { workspaceId }, request) =>
      pageOfAll(
        listing(context, request),
        await listCustomProviders(context, workspaceId),
        { keyOf: ({ providerId }) => [providerId] },
        viewProvider,
      ),
  }),
  route({
    method: "POST",
    path: `${workspace}/providers/discover`,
    for: "operator",
    permission: "workspace:write",
    operationId: "discoverProvider",
    tag,
    summary: "The entry that an issuer's metadata makes, to be looked at before it is put",
    params: address("workspace_id"),
    body: discoverProviderRequest,
    answer: providerDraft,
    repeatable: true,
    refuses: ["provider_invalid", "provider_unavailable", "too_many_attempts"],
    handler: async (context, operator, { body }) => ({
      entry: await discoverCustomProvider(context, operator, body),
    }),
  }),
  route({
    method: "GET",
    path: `${workspace}/providers/:provider_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getProvider",
    tag,
    summary: "One custom provider, with its entry",
    params: ofProvider,
    version: providerVersion,
    answer: provider,
    refuses: ["provider_not_found"],
    handler: async (context, { workspaceId }, { params }) =>
      viewProvider(await readCustomProvider(context, workspaceId, params.providerId)),
  }),
  route({
    method: "PUT",
    path: `${workspace}/providers/:provider_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "putProvider",
    tag,
    summary: "Create or change a custom provider: an entry, or an issuer to find it out from",
    bodyLimit: entryBytesMax,
    params: ofProvider,
    version: providerVersion,
    body: putProviderRequest,
    answer: provider,
    refuses: ["provider_invalid", "provider_in_use", "secret_required", "provider_unavailable"],
    handler: async (context, operator, { params: { providerId }, body }) => {
      const shown = (body.client_secrets ?? []).map((secret) => new Secret(secret));
      const input = { operator, providerId, declared: body.entry, shown };
      return viewProvider(await putCustomProvider(context, input));
    },
  }),
  route({
    method: "DELETE",
    path: `${workspace}/providers/:provider_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteProvider",
    tag,
    summary: "Delete a custom provider that no connector uses",
    params: ofProvider,
    version: providerVersion,
    answer: deleted,
    shows: { id: "house" },
    refuses: ["provider_not_found", "provider_in_use"],
    handler: async (context, operator, { params: { providerId } }) => {
      await deleteCustomProvider(context, operator, providerId);
      return { id: providerId, deleted: true as const };
    },
  }),
];
