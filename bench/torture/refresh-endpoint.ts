/** The refresh grant of the rig's authorization server: faults, rotation, and the line in the ledger. */
import type { ServerResponse } from "node:http";
import { type Fault, faultOf } from "./faults.ts";
import type { Family, Grants } from "./grants.ts";
import { type LedgerEntry, monotonicMs, type ProviderId, type RefreshRequest } from "./history.ts";
import { createRandom } from "./random.ts";
import { nameOfToken, partsOfName, tokenName, tokenText } from "./token-names.ts";

export interface Book {
  readonly seed: number;
  readonly slowMaxMs: number;
  readonly grants: Grants;
  /** Refresh requests by account. */
  readonly counts: Map<string, number>;
  readonly sick: Map<ProviderId, { readonly how: "error" | "silent"; readonly until: number }>;
  calm: boolean;
  /** Refreshes that were granted. */
  refreshes: number;
  enter(entry: LedgerEntry): void;
}

interface Request {
  readonly provider: ProviderId;
  readonly arrivedAt: number;
  readonly token: string;
  readonly attempt: string | null;
  readonly response: ServerResponse;
}

type Outcome = Pick<RefreshRequest, "outcome" | "access" | "lifetimeMs" | "decidedAt">;

/** Answers JSON. */
export function answer(response: ServerResponse, status: number, body: object): void {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

/** Two to four seconds: an access token ends all the time. */
export function lifetimeSecondsOf(seed: number, name: string): number {
  return createRandom(seed, "lifetime", name).whole(2, 4);
}

function chooseFault(book: Book, provider: ProviderId, account: string): Fault {
  const count = (book.counts.get(account) ?? 0) + 1;
  book.counts.set(account, count);
  if (book.calm) return { kind: "none", ms: 0 };
  const sick = book.sick.get(provider);
  if (sick !== undefined && sick.until > monotonicMs()) {
    return { kind: sick.how === "error" ? "error" : "unprocessed", ms: 0 };
  }
  return faultOf(book.seed, { provider, account, count }, book.slowMaxMs);
}

function decide(book: Book, family: Family, presented: number): Outcome {
  const decidedAt = monotonicMs();
  const outcome = book.grants.present(family, presented, decidedAt);
  if (outcome !== "ok") return { outcome, access: null, lifetimeMs: 0, decidedAt };
  book.refreshes += 1;
  const access = tokenName(family.id, family.last);
  return { outcome, access, lifetimeMs: lifetimeSecondsOf(book.seed, access) * 1000, decidedAt };
}

function bodyOf(book: Book, provider: ProviderId, { access, lifetimeMs }: Outcome): object {
  if (access === null) return { error: "invalid_grant" };
  return {
    access_token: tokenText(book.seed, "at", access),
    ...(provider === "stable" ? {} : { refresh_token: tokenText(book.seed, "rt", access) }),
    token_type: "Bearer",
    expires_in: lifetimeMs / 1000,
    scope: "things",
  };
}

/** A wait that keeps the process alive. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

type Delivery = Pick<RefreshRequest, "delivery" | "endedAt">;

/** How the answer left: resolves when the connection is done with it. */
function deliveryOf(response: ServerResponse): Promise<Delivery> {
  return new Promise((resolve) => {
    response.once("close", () => {
      const delivery = response.writableFinished ? "finished" : "aborted";
      resolve({ delivery, endedAt: monotonicMs() });
    });
  });
}

const dropping = new Set(["drop", "cut", "unprocessed"]);

/** Carries out a fault, and in it, or without one, the request. */
async function carryOut(
  book: Book,
  { request, family, number }: { request: Request; family: Family; number: number },
  fault: Fault,
): Promise<Outcome> {
  const { response, provider } = request;
  const none = { access: null, lifetimeMs: 0, decidedAt: monotonicMs() };
  if (fault.kind === "error") {
    answer(response, 500, { error: "server_error" });
    return { ...none, outcome: "error" };
  }
  if (fault.kind === "busy") {
    response.setHeader("retry-after", "1");
    answer(response, 429, { error: "slow_down" });
    return { ...none, outcome: "busy" };
  }
  if (fault.kind === "unprocessed") {
    response.destroy();
    return { ...none, outcome: "unprocessed" };
  }
  if (fault.kind === "slow_before") await pause(fault.ms);
  const outcome = decide(book, family, number);
  const body = bodyOf(book, provider, outcome);
  if (fault.kind === "slow_after") await pause(fault.ms);
  if (fault.kind === "drop") response.destroy();
  else if (fault.kind === "cut") {
    const text = JSON.stringify(body);
    response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  } else if (fault.kind !== "hang") answer(response, outcome.outcome === "ok" ? 200 : 400, body);
  return outcome;
}

/** One request with a refresh token, from its fault to its line in the ledger. */
export async function refresh(book: Book, request: Request): Promise<void> {
  const { provider, response, arrivedAt, attempt } = request;
  const presented = nameOfToken(book.seed, "rt", request.token);
  const parts = presented === null ? undefined : partsOfName(presented);
  const family = parts === undefined ? undefined : book.grants.find(parts.family);
  if (presented === null || parts === undefined || family === undefined) {
    return answer(response, 400, { error: "invalid_grant" });
  }
  const delivered = deliveryOf(response);
  const fault = chooseFault(book, provider, family.account);
  const outcome = await carryOut(book, { request, family, number: parts.number }, fault);
  const { delivery, endedAt } = await delivered;
  book.enter({
    kind: "refresh",
    arrivedAt,
    endedAt,
    account: family.account,
    provider,
    family: family.id,
    presented,
    attempt,
    delivery: dropping.has(fault.kind) ? "dropped" : delivery,
    fault: fault.kind,
    ...outcome,
  });
}
