/** Completes a flow in the page that it came back to. */
import { completesInPage } from "./arguments.ts";
import type { ConnectCalls } from "./connect.ts";
import type { CallOptions, ConnectResult, ReturnResult } from "./connector-types.ts";
import { isGrantryError } from "./errors.ts";
import { currentPage, type PageWindow } from "./page.ts";
import { forget, interrupted, type Kept, keep, keptOf } from "./proof.ts";
import { cleanAddress, connectResult, returnedIn } from "./return-url.ts";
import { endOfFailure } from "./wait-for-end.ts";

/** The method `complete`. */
export type Complete = (url?: string) => Promise<ReturnResult | null>;

const pollIntervalMs = 1_000;
/** A consent that another process of the server completes ends by then, one way or the other. */
const pollsMax = 320;

/** See `UserConnectorsModule.complete`. Several calls of one page have one result. */
export function createComplete(calls: ConnectCalls): Complete {
  let running: Promise<ReturnResult | null> | null = null;
  return async (url) => {
    if (url !== undefined) return await complete(calls, url);
    running ??= complete(calls, undefined).finally(() => {
      running = null;
    });
    return await running;
  };
}

async function complete(
  calls: ConnectCalls,
  url: string | undefined,
): Promise<ReturnResult | null> {
  const page = currentPage();
  if (page === null) {
    throw completesInPage();
  }
  const address = url ?? page.location.href;
  const told = connectResult(address);
  const returned = returnedIn(address);
  if (url === undefined) cleanAddress(page);
  const shelf = () => page.sessionStorage;
  if (returned?.code != null) {
    const { authorizationId: id, code } = returned;
    const kept = keptOf(shelf, id);
    // Begun in another session: what was consented to here is of no use to whoever began it.
    if (kept === null) {
      return { outcome: "failed", error: "completion_invalid", connectorId: null };
    }
    keep(shelf, id, { ...kept, code });
    return await redeem(calls, page, { ...kept, id, code });
  }
  if (returned !== null) forget(shelf, returned.authorizationId);
  if (told !== null) return await ended(calls, told);
  const left = interrupted(shelf);
  return left === null ? null : await redeem(calls, page, { ...left, code: left.code ?? "" });
}

async function ended(
  calls: ConnectCalls,
  { connectorId, outcome, error }: NonNullable<ReturnType<typeof connectResult>>,
): Promise<ReturnResult> {
  if (outcome !== "completed") return { connectorId, outcome, error: error ?? "failed" };
  return { connectorId, ...(await completed(calls, connectorId)) };
}

/** The result of a flow that completed. That the connection cannot be read changes nothing of it. */
export async function completed(
  calls: ConnectCalls,
  connectorId: string,
  options: CallOptions = {},
): Promise<ConnectResult> {
  const connection = await calls.getConnectionStatus(connectorId, options).catch(() => undefined);
  return { outcome: "completed", ...(connection && { connection }) };
}

type Flow = Kept & { readonly id: string; readonly code: string };

async function redeem(calls: ConnectCalls, page: PageWindow, flow: Flow): Promise<ReturnResult> {
  const { id, code, verifier, connectorId, isPopup } = flow;
  const end = await endOf(calls, { id, code, verifier });
  forget(() => page.sessionStorage, id);
  if (end.kind === "choose") {
    page.location.assign(end.url);
    // The page is being left: whoever awaits this must not go on.
    return await new Promise(() => {});
  }
  const { result } = end;
  if (result.outcome !== "completed") return { connectorId, ...result };
  const whole = await completed(calls, connectorId);
  if (isPopup) page.close();
  return { connectorId, ...whole };
}

/** How it ended, or where the person is to choose first. */
export type End =
  | { readonly kind: "ended"; readonly result: ConnectResult }
  | { readonly kind: "choose"; readonly url: string };

/** Completes, and asks again while another process of the server does. Rejects where nothing is known. */
export async function endOf(
  calls: Pick<ConnectCalls, "complete">,
  proofs: { readonly id: string; readonly code: string; readonly verifier: string },
): Promise<End> {
  for (let asked = 0; asked < pollsMax; asked += 1) {
    const answer = await calls.complete(proofs).catch(refusal);
    if ("kind" in answer) return answer;
    const { status, error, choiceUrl } = answer;
    if (choiceUrl !== null) return { kind: "choose", url: choiceUrl };
    if (status === "completed") return { kind: "ended", result: { outcome: "completed" } };
    if (status !== "pending") return { kind: "ended", result: endOfFailure(error) };
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
  return { kind: "ended", result: { outcome: "timed_out" } };
}

function refusal(thrown: unknown): End {
  if (!isGrantryError(thrown, "completion_invalid")) throw thrown;
  return { kind: "ended", result: { outcome: "failed", error: thrown.code } };
}
