/** Sends a batch over HTTP, and says what the answer means. */
import { type Outbound, OutboundError, UnusableAnswerError } from "../../../lib/outbound.ts";
import { retryAfterSeconds } from "../../../provider/provider-error.ts";
import { type FailureReason, SinkFailure } from "./sink.ts";

export interface Posted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves with an answer that says it was taken; its body is read where `wantsBody`. Throws SinkFailure. */
export async function post(
  send: Outbound,
  { url, headers, body }: Posted,
  { nowSeconds, wantsBody }: { readonly nowSeconds: number; readonly wantsBody: boolean },
): Promise<Response> {
  const answer = await answered(send, {
    method: "POST",
    url,
    headers: { "content-type": "application/json", ...headers },
    body,
    wantsBody: (status) => wantsBody && status >= 200 && status < 300,
  });
  if (answer.ok) return answer;
  throw failureOf(answer, nowSeconds);
}

async function answered(send: Outbound, request: Parameters<Outbound>[0]): Promise<Response> {
  try {
    return await send(request);
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    if (thrown.phase === "refused") throw failure("not_allowed", thrown);
    if (thrown instanceof UnusableAnswerError && thrown.because === "redirect") {
      throw failure("error", thrown);
    }
    // An answer that says it was taken, and goes on for too long to be read.
    throw failure("away", thrown);
  }
}

function failure(reason: "not_allowed" | "error" | "away", cause: OutboundError): SinkFailure {
  return new SinkFailure(reason, { message: cause.message, cause });
}

function failureOf(answer: Response, nowSeconds: number): SinkFailure {
  return new SinkFailure(reasonOf(answer.status), {
    message: `The answer was ${answer.status}.`,
    retryAfterSeconds: retryAfterSeconds(answer, nowSeconds) ?? 0,
  });
}

function reasonOf(status: number): FailureReason {
  if (status === 401 || status === 407) return "unauthorized";
  if (status === 410) return "gone";
  if (status === 413) return "too_large";
  if (status === 408 || status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "error";
}
