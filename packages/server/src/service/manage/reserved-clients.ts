/**
 * Ids of OAuth clients that are not registered yet. A provider wants the redirect URI before it tells the
 * client ID, and our redirect URIs hold the id of the client: so the id comes first. Nothing is kept of it;
 * it proves by itself that it was given to the workspace.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { newHandle } from "../../lib/id.ts";
import type { Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { redirectUriOf } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";

export interface ReservedClient {
  readonly oauthClientId: string;
  /** What must be registered at the provider. */
  readonly redirectUri: string;
}

/** A new id for a client of the workspace, and the redirect URI that it will have. */
export function reserveOAuthClient(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
): ReservedClient {
  const { keyring } = context.store;
  const handle = newHandle("oauthClient");
  const oauthClientId = handle + proofOf(context.store, keyring.derivingKeyId, workspaceId, handle);
  return {
    oauthClientId,
    redirectUri: redirectUriOf(context, { oauthClientId, redirectPath: "own" }),
  };
}

/** Base64url characters of 128 bits. */
const proofCharacters = 22;

/** Whether an id was reserved for the workspace: by any key of the keyring, since keys are replaced. */
export function isReservedFor(store: Store, workspaceId: string, oauthClientId: string): boolean {
  const handle = oauthClientId.slice(0, -proofCharacters);
  const given = Buffer.from(oauthClientId.slice(-proofCharacters));
  return store.keyring.derivingKeyIds.some((keyId) => {
    const right = Buffer.from(proofOf(store, keyId, workspaceId, handle));
    return right.length === given.length && timingSafeEqual(right, given);
  });
}

function proofOf(
  { keyring }: Pick<Store, "keyring">,
  keyId: string,
  workspaceId: string,
  handle: string,
): string {
  return createHmac("sha256", keyring.derive(keyId, "reserved ids of OAuth clients"))
    .update(JSON.stringify([workspaceId, handle]))
    .digest("base64url")
    .slice(0, proofCharacters);
}
