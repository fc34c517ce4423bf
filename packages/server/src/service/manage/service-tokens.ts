/** The service tokens of an app, by which its backend calls: what each may do, with which connectors, and until when. */

import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable, secretPrefixes } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import {
  changeServiceToken,
  getServiceToken,
  insertServiceToken,
  type ListedServiceToken,
  listServiceTokens,
  revokeServiceToken,
  type ServiceTokenChanges,
} from "../../store/app-service-tokens.ts";
import type { App } from "../../store/apps.ts";
import { findConnector } from "../../store/connectors.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { type ServiceScope, usualServiceScopes } from "../app-users/index.ts";
import { requireRoom } from "../limits/index.ts";
import { connectorNotFound } from "../providers/index.ts";
import { requireApp } from "./apps.ts";
import type { ManageContext } from "./context.ts";

/** Which token of which app. */
interface Named {
  readonly appId: string;
  readonly serviceTokenId: string;
}

/** The service tokens of an app. Throws app_not_found. */
export async function listTokens(
  { store }: ManageContext,
  operator: WorkspaceOperator,
  appId: string,
): Promise<ListedServiceToken[]> {
  await requireApp(store, operator, appId);
  return await listServiceTokens(store, appId);
}

/** Throws app_not_found and service_token_not_found. */
export async function readServiceToken(
  { store }: ManageContext,
  operator: WorkspaceOperator,
  { appId, serviceTokenId }: Named,
): Promise<ListedServiceToken> {
  await requireApp(store, operator, appId);
  return await requireToken(store, appId, serviceTokenId);
}

export interface ServiceTokenInput {
  readonly appId: string;
  readonly name: string;
  /** Undefined: all but what cannot be undone. */
  readonly scopes: readonly ServiceScope[] | undefined;
  /** Null: all connectors of the app, also those that come later. */
  readonly connectorIds: readonly string[] | null;
  /** Epoch seconds; null: it does not end. */
  readonly expiresAt: number | null;
}

/**
 * A new service token; its secret is known to nobody afterwards. Throws app_not_found, connector_not_found
 * for one that the app cannot use, and bad_request for an end that is over.
 */
export async function createServiceToken(
  context: ManageContext,
  operator: WorkspaceOperator,
  input: ServiceTokenInput,
): Promise<ListedServiceToken & { readonly secret: Secret }> {
  const { appId, name, connectorIds, expiresAt } = input;
  const scopes = input.scopes ?? usualServiceScopes;
  requireAhead(context, expiresAt);
  const secret = new Secret(secretPrefixes.serviceToken + newUnguessable());
  const serviceTokenId = newHandle("serviceToken");
  const { workspaceId } = operator;
  const made = await inTransaction(context.store, async (store) => {
    await requireConnectors(store, await requireApp(store, operator, appId), connectorIds);
    await requireRoom(store, "serviceTokens", appId);
    const token = { serviceTokenId, workspaceId, appId, name, secret };
    await insertServiceToken(store, { ...token, scopes, connectorIds, expiresAt });
    await recordChange(store, operator, {
      action: "service_token.created",
      target: { kind: "service_token", id: serviceTokenId },
      details: { name, app: appId, ...detailsOf({ scopes, connectorIds, expiresAt }) },
    });
    return await requireToken(store, appId, serviceTokenId);
  });
  return { ...made, secret };
}

/**
 * Changes a token, from its next use on. Throws app_not_found, service_token_not_found, connector_not_found,
 * and bad_request for an end that is over, or for a token that functions are given.
 */
export async function updateServiceToken(
  context: ManageContext,
  operator: WorkspaceOperator,
  { appId, serviceTokenId, ...changes }: Named & ServiceTokenChanges,
): Promise<ListedServiceToken> {
  requireAhead(context, changes.expiresAt);
  return await inTransaction(context.store, async (store) => {
    await requireConnectors(store, await requireApp(store, operator, appId), changes.connectorIds);
    const { forFunctions } = await requireToken(store, appId, serviceTokenId);
    if (forFunctions) {
      throw new GrantryError("bad_request", {
        detail: "The server made this token for the app's functions: it can only be revoked.",
      });
    }
    if (!(await changeServiceToken(store, { appId, serviceTokenId }, changes))) {
      throw new GrantryError("service_token_not_found");
    }
    await recordChange(store, operator, {
      action: "service_token.changed",
      target: { kind: "service_token", id: serviceTokenId },
      details: {
        app: appId,
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...detailsOf(changes),
      },
    });
    return await requireToken(store, appId, serviceTokenId);
  });
}

/** Throws app_not_found and service_token_not_found. */
export async function endServiceToken(
  context: ManageContext,
  operator: WorkspaceOperator,
  { appId, serviceTokenId }: Named,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    await requireApp(store, operator, appId);
    if (!(await revokeServiceToken(store, appId, serviceTokenId))) {
      throw new GrantryError("service_token_not_found");
    }
    await recordChange(store, operator, {
      action: "service_token.revoked",
      target: { kind: "service_token", id: serviceTokenId },
      details: { app: appId },
    });
  });
}

async function requireToken(
  store: Store,
  appId: string,
  serviceTokenId: string,
): Promise<ListedServiceToken> {
  const found = await getServiceToken(store, appId, serviceTokenId);
  if (found === undefined) throw new GrantryError("service_token_not_found");
  return found;
}

/** Each must be there, and be one that the app can use: a misspelt one would be found out by a refused call. */
async function requireConnectors(
  store: Store,
  app: App,
  connectorIds: readonly string[] | null | undefined,
): Promise<void> {
  for (const connectorId of connectorIds ?? []) {
    const address = { kind: "id", connectorId } as const;
    if ((await findConnector(store, app, address)) === undefined) throw connectorNotFound(address);
  }
}

function requireAhead({ clock }: ManageContext, expiresAt: number | null | undefined): void {
  if (expiresAt === null || expiresAt === undefined || expiresAt > clock.nowSeconds()) return;
  throw new GrantryError("bad_request", {
    detail: "expires_at is over: give a time that is still to come.",
  });
}

/** What was set of it, for the audit trail. */
function detailsOf({
  scopes,
  connectorIds,
  expiresAt,
}: Pick<ServiceTokenChanges, "scopes" | "connectorIds" | "expiresAt">): Record<string, string> {
  return {
    ...(scopes === undefined ? {} : { scopes: scopes?.join(" ") ?? "all" }),
    ...(connectorIds === undefined ? {} : { connectors: connectorIds?.join(" ") ?? "all" }),
    ...(expiresAt === undefined
      ? {}
      : { expires_at: expiresAt === null ? "never" : String(expiresAt) }),
  };
}
