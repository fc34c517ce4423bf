/** Authorizations, in the words of the official clients' wire. */
import type { attemptStatus, initiateAnswer } from "@grantry/contract/base44/common";
import { wireError } from "@grantry/contract/errors";
import type { z } from "zod";
import type { Authorization, Started } from "../../service/connect/index.ts";

/** What every initiate route of an app's users answers. */
export function viewStarted({
  redirectUrl,
  authorizationId,
}: Started): z.infer<typeof initiateAnswer> {
  return { redirect_url: redirectUrl, connection_id: authorizationId, already_authorized: false };
}

const statuses = {
  pending: "PENDING",
  awaiting_completion: "PENDING",
  completed: "ACTIVE",
  failed: "FAILED",
  expired: "FAILED",
  canceled: "FAILED",
} as const;

/** What became of it. */
export function viewAuthorization({ status, error }: Authorization): z.infer<typeof attemptStatus> {
  const providerError = error?.providerError ?? null;
  const failed = error === null ? null : wireError(error.code).reason;
  return {
    status: statuses[status],
    error: status === "expired" || status === "canceled" ? "state_invalid" : failed,
    ...(providerError === null ? {} : { provider_error: providerError }),
  };
}
