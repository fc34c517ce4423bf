/**
 * Records as a webhook, signed by HMAC-SHA-256 as Standard Webhooks 1.0 says: over `webhook-id`, `webhook-timestamp` and
 * the body. https://www.standardwebhooks.com
 */
import { createHmac } from "node:crypto";
import { type Clock, instantOf } from "../../../lib/clock.ts";
import type { Outbound } from "../../../lib/outbound.ts";
import type { Secret } from "../../../lib/secret.ts";
import { post } from "./post.ts";
import type { AuditSink } from "./sink.ts";
import { sinkIdOf } from "./sink-id.ts";

/** With all that is around them less than 64 KiB: receivers that take no more are common. */
const recordsMax = 200;
const bytesMax = 60_000;

export interface WebhookSettings {
  readonly url: string;
  /** `whsec_` and base64. Signed with each, so that one can be changed for the next. */
  readonly secrets: readonly Secret[];
}

export function webhookSink(
  { url, secrets }: WebhookSettings,
  { send, clock }: { readonly send: Outbound; readonly clock: Clock },
): AuditSink {
  const keys = secrets.map(keyOf);
  return {
    sinkId: sinkIdOf("webhook", url),
    kind: "webhook",
    recordsMax,
    bytesMax,
    take: async (batch, batchId) => {
      const [first] = batch;
      if (first === undefined) throw new TypeError("An empty batch.");
      const now = clock.nowSeconds();
      const records = batch.map(({ line }) => line).join(",");
      const body = `{"type":"audit.recorded","timestamp":"${instantOf(first.at)}","data":{"records":[${records}]}}`;
      const signed = `${batchId}.${now}.${body}`;
      const headers = {
        "webhook-id": batchId,
        "webhook-timestamp": String(now),
        "webhook-signature": keys.map((key) => `v1,${signatureOf(key, signed)}`).join(" "),
      };
      await post(send, { url, headers, body }, { nowSeconds: now, wantsBody: false });
      return { rejected: 0 };
    },
    close: async () => {},
  };
}

function signatureOf(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64");
}

export const webhookSecretPrefix = "whsec_";

function keyOf(secret: Secret): Uint8Array {
  return Buffer.from(secret.reveal().slice(webhookSecretPrefix.length), "base64");
}
