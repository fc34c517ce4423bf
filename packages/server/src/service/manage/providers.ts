/** Custom providers by the operator's API. Nothing is stored unless everything is right. */
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { nameOf } from "../../lib/value-name.ts";
import {
  type CustomProvider,
  deleteProvider,
  listProviders,
  listTypesInUse,
  lockWorkspace,
} from "../../store/providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { countOrRefuse } from "../limits/index.ts";
import { customCatalogue, mixUpProblem, requireSecretsShown } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";
import {
  type DeclarationSource,
  declarationError,
  type ProviderRules,
  prepareProvider,
} from "./provider-declaration.ts";
import { storeProvider } from "./provider-storing.ts";

/** So many issuers a workspace may have asked in a quarter of an hour. */
const askedMax = 30;

export interface ProviderInput {
  readonly operator: WorkspaceOperator;
  readonly providerId: string;
  /** An entry, or what discovery needs; its `id` may be left out. */
  readonly declared: Readonly<Record<string, unknown>>;
  /** Secrets of its OAuth clients that the caller knows. */
  readonly shown: readonly Secret[];
}

/** A provider of a workspace's own. */
export interface Provider {
  readonly providerId: string;
  readonly name: string;
  /** The types of connectors that the entry declares. */
  readonly types: string[];
  /** An entry of the catalogue's schema, as it was checked. */
  readonly entry: Record<string, unknown>;
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

const source: DeclarationSource = {
  code: "provider_invalid",
  locate: (path) => nameOf(path) || "the entry",
  pointer: "/entry",
};

/**
 * Creates or changes a custom provider. Throws provider_invalid naming every wrong field, bad_request
 * where a client's secret would go elsewhere and was not brought along, provider_in_use where a connector needs what the change takes away, and provider_unavailable
 * where the issuer cannot be asked at the moment.
 */
export async function putCustomProvider(
  context: ManageContext,
  { operator, providerId, declared, shown }: ProviderInput,
): Promise<Provider> {
  const { workspaceId } = operator;
  if (declared["id"] !== undefined && declared["id"] !== providerId) {
    const message = "must be the one in the address, or left out";
    throw declarationError(source, [{ path: ["id"], message }]);
  }
  const rules = rulesOf(context, workspaceId);
  const prepared = await prepareProvider(rules, { ...declared, id: providerId }, source);
  const stored = await inTransaction(context.store, async (store) => {
    await storeProvider(store, workspaceId, prepared, async (trx, move) => {
      await requireSecretsShown(trx, move, shown);
      return true;
    });
    await requireOwnClientsUnmixed(context, store, { workspaceId, providerId });
    await recordChange(store, operator, {
      action: "provider.changed",
      target: { kind: "provider", id: providerId },
    });
    return await listProviders(store, workspaceId);
  });
  context.log.info({ workspaceId, providerId }, "custom provider changed");
  const mine = stored.find((one) => one.providerId === providerId);
  if (mine === undefined) throw providerNotFound();
  return providerOf(mine);
}

function rulesOf({ catalogue, reach }: ManageContext, workspaceId: string): ProviderRules {
  return { catalogue, ...reach(workspaceId) };
}

/**
 * The entry that an issuer's metadata makes, to be looked at before it is put. Keeps nothing. Throws
 * provider_invalid and provider_unavailable as putCustomProvider does, and too_many_attempts.
 */
export async function discoverCustomProvider(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
  declared: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const rules = rulesOf(context, workspaceId);
  // Whoever the address belongs to is asked in the server's name, and nothing is kept that would tell of it.
  await countOrRefuse(context, [{ bucket: `issuers asked for ${workspaceId}`, max: askedMax }]);
  const { json } = await prepareProvider(rules, declared, { ...source, pointer: "" });
  return JSON.parse(json) as Record<string, unknown>;
}

/** Throws provider_invalid where a client of the provider could be mixed up with another (SEC-9). */
async function requireOwnClientsUnmixed(
  { catalogue, defences }: ManageContext,
  store: Store,
  { workspaceId, providerId }: { readonly workspaceId: string; readonly providerId: string },
): Promise<void> {
  const found = await defences.findMixUps(store, catalogue);
  const mine = found.find(
    ({ client }) => client.workspaceId === workspaceId && client.serverId === providerId,
  );
  if (mine === undefined) return;
  const message = mixUpProblem(mine).replace(/\.$/, "");
  throw declarationError(source, [{ path: ["metadata"], message }]);
}

/** The custom providers of a workspace. */
export async function listCustomProviders(
  context: ManageContext,
  workspaceId: string,
): Promise<Provider[]> {
  return (await listProviders(context.store, workspaceId)).map(providerOf);
}

/** One of them. Throws provider_not_found. */
export async function readCustomProvider(
  context: ManageContext,
  workspaceId: string,
  providerId: string,
): Promise<Provider> {
  const providers = await listCustomProviders(context, workspaceId);
  const found = providers.find((one) => one.providerId === providerId);
  if (found === undefined) throw providerNotFound();
  return found;
}

/** Throws provider_not_found, and provider_in_use where a connector uses it. */
export async function deleteCustomProvider(
  context: ManageContext,
  operator: WorkspaceOperator,
  providerId: string,
): Promise<void> {
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const [used] = await listTypesInUse(store, workspaceId, providerId);
    const deleted = await deleteProvider(store, workspaceId, providerId);
    if (!deleted) throw providerNotFound();
    // Thrown inside the transaction: what was deleted is there again.
    if (used !== undefined) {
      throw new GrantryError("provider_in_use", {
        detail: `A connector of the type "${used}" uses this provider.`,
      });
    }
    await recordChange(store, operator, {
      action: "provider.deleted",
      target: { kind: "provider", id: providerId },
    });
  });
  context.log.info({ workspaceId, providerId }, "custom provider deleted");
}

function providerOf({ providerId, entry: text, createdAt, updatedAt }: CustomProvider): Provider {
  const entry = JSON.parse(text) as Record<string, unknown>;
  return {
    providerId,
    name: String(entry["name"] ?? ""),
    types: customCatalogue(text)
      .list()
      .map(({ connector }) => connector.integration_type),
    entry,
    createdAt,
    updatedAt,
  };
}

function providerNotFound(): GrantryError {
  return new GrantryError("provider_not_found");
}
