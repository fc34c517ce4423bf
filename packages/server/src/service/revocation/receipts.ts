/** What is told of grants that are, or were, taken back at their providers. */
import type { RevocationReceipt, RevocationResult } from "@grantry/contract/common";
import type { RevocationsAnswer } from "@grantry/contract/operator";
import { GrantryError } from "../../lib/error.ts";
import type { Connection } from "../../store/connections.ts";
import {
  getRevocation,
  latestRevocations,
  listRevocations,
  type ReceiptPage,
} from "../../store/revocation-receipts.ts";
import type { Revocation } from "../../store/revocations.ts";
import type { RevocationContext } from "./context.ts";

/** The receipt of a revocation as it stands. */
export function receiptOf(revocation: Revocation): RevocationReceipt {
  const { tokens } = revocation;
  const end = (name: string) => (tokens[name] ?? null) as RevocationReceipt["refresh_token"];
  return {
    revocation_id: revocation.revocationId,
    connection_id: revocation.connectionId,
    app_id: revocation.appId,
    integration_type: revocation.integrationType,
    cause: revocation.cause,
    revocation: resultOf(revocation),
    refresh_token: end("refresh_token"),
    access_token: end("access_token"),
    tries: revocation.tries,
    failure: revocation.failureCode,
    next_try_at: revocation.nextTryAt,
    created_at: revocation.createdAt,
    ended_at: revocation.endedAt,
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
): Promise<RevocationsAnswer> {
  const listed = await listRevocations(store, page);
  return {
    revocations: listed.map(receiptOf),
    next: listed.length < page.limit ? null : (listed.at(-1)?.position ?? null),
  };
}

/** One of them. Throws revocation_not_found, also for one of another workspace. */
export async function getReceipt(
  { store }: RevocationContext,
  workspaceId: string,
  revocationId: string,
): Promise<RevocationReceipt> {
  const revocation = await getRevocation(store, revocationId);
  if (revocation?.workspaceId !== workspaceId) throw new GrantryError("revocation_not_found");
  return receiptOf(revocation);
}
