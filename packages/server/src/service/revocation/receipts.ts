/** What is told of grants that are, or were, taken back at their providers. */
import { GrantryError } from "../../lib/error.ts";
import type { TokenEnd } from "../../provider/revoke-grant.ts";
import type { Connection } from "../../store/connections.ts";
import {
  getRevocation,
  latestRevocations,
  listRevocations,
  type ReceiptPage,
} from "../../store/revocation-receipts.ts";
import type { Revocation } from "../../store/revocations.ts";
import type { RevocationCause } from "../../store/tables/revocations.ts";
import type { RevocationContext } from "./context.ts";

/**
 * What became of a grant at its provider. `queued`: not yet known, it is tried until it is done or three
 * days have passed. `failed`: then, or where nothing is left to try. `already_ended`: it was over before.
 */
export type RevocationResult =
  | "revoked"
  | "already_ended"
  | "not_supported"
  | "queued"
  | "failed"
  | "kept_for_other_connections"
  | "kept_for_other_servers";

/** What became of a grant that was to be taken back: it changes until `endedAt` is set. Times are epoch seconds. */
export interface Receipt {
  readonly revocationId: string;
  /** Null where no connection came of the grant. */
  readonly connectionId: string | null;
  readonly appId: string;
  readonly integrationType: string;
  readonly cause: RevocationCause;
  readonly result: RevocationResult;
  /** What became of each token; null for one that there was not, and where none was tried. */
  readonly refreshToken: TokenEnd | null;
  readonly accessToken: TokenEnd | null;
  readonly tries: number;
  /** Stable code of why the last try failed. */
  readonly failureCode: string | null;
  /** When it is tried next; null once it is done. */
  readonly nextTryAt: number | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** A page, the newest first. */
export interface Receipts {
  readonly receipts: readonly Receipt[];
  /** Position before which the next page begins; null after the last. */
  readonly next: number | null;
}

/** The receipt of a revocation as it stands. */
export function receiptOf(revocation: Revocation): Receipt {
  const { tokens } = revocation;
  const end = (name: string) => (tokens[name] ?? null) as TokenEnd | null;
  return {
    revocationId: revocation.revocationId,
    connectionId: revocation.connectionId,
    appId: revocation.appId,
    integrationType: revocation.integrationType,
    cause: revocation.cause,
    result: resultOf(revocation),
    refreshToken: end("refresh_token"),
    accessToken: end("access_token"),
    tries: revocation.tries,
    failureCode: revocation.failureCode,
    nextTryAt: revocation.nextTryAt,
    createdAt: revocation.createdAt,
    endedAt: revocation.endedAt,
  };
}

/** What became of it, in one word. */
export function resultOf({ result }: Pick<Revocation, "result">): RevocationResult {
  return (result as RevocationResult | null) ?? "queued";
}

/** The newest receipt of each of these connections that is disconnected, by connection. */
export async function receiptsOf(
  { store }: Pick<RevocationContext, "store">,
  connections: readonly (Connection | undefined)[],
): Promise<ReadonlyMap<string, Revocation>> {
  const ended = connections.flatMap((one) =>
    one?.status === "disconnected" ? [one.connectionId] : [],
  );
  return await latestRevocations(store, ended);
}

/** A page of the workspace's receipts, the newest first. */
export async function listReceipts(
  { store }: RevocationContext,
  page: ReceiptPage,
): Promise<Receipts> {
  const listed = await listRevocations(store, page);
  return {
    receipts: listed.map(receiptOf),
    next: listed.length < page.limit ? null : (listed.at(-1)?.position ?? null),
  };
}

/** One of them. Throws revocation_not_found, also for one of another workspace. */
export async function getReceipt(
  { store }: RevocationContext,
  workspaceId: string,
  revocationId: string,
): Promise<Receipt> {
  const revocation = await getRevocation(store, revocationId);
  if (revocation?.workspaceId !== workspaceId) throw new GrantryError("revocation_not_found");
  return receiptOf(revocation);
}
