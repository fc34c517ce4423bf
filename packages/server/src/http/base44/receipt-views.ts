/** Receipts of revocations, in the words of the official clients' wire. */
import type { RevocationReceipt } from "@grantry/contract/common";
import type { RevocationsAnswer } from "@grantry/contract/operator";
import type { Receipt, Receipts } from "../../service/revocation/index.ts";

export function viewReceipt(receipt: Receipt): RevocationReceipt {
  return {
    revocation_id: receipt.revocationId,
    connection_id: receipt.connectionId,
    app_id: receipt.appId,
    integration_type: receipt.integrationType,
    cause: receipt.cause,
    revocation: receipt.result,
    refresh_token: receipt.refreshToken,
    access_token: receipt.accessToken,
    tries: receipt.tries,
    failure: receipt.failureCode,
    next_try_at: receipt.nextTryAt,
    created_at: receipt.createdAt,
    ended_at: receipt.endedAt,
  };
}

export function viewReceipts({ receipts, next }: Receipts): RevocationsAnswer {
  return { revocations: receipts.map(viewReceipt), next };
}
