/** The refresh grant of the rig's authorization server: faults, rotation, and the line in the ledger. */
import type { ServerResponse } from "node:http";
import { misbehave, writeAnswer } from "../../packages/sandbox/src/misbehave.ts";
import { faultNamed, faultOf, type Meeting, nothing } from "./faults.ts";
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
  writeAnswer(response, { status, body, headers: { "cache-control": "no-store" } });
}

/** Two to four seconds: an access token ends all the time. */
export function lifetimeSecondsOf(seed: number, name: string): number {
  return createRandom(seed, "lifetime", name).whole(2, 4);
}

function chooseFault(book: Book, provider: ProviderId, account: string): Meeting {
  const count = (book.counts.get(account) ?? 0) + 1;
  book.counts.set(account, count);
  if (book.calm) return nothing;
  const sick = book.sick.get(provider);
  if (sick !== undefined && sick.until > monotonicMs()) {
    return faultNamed(sick.how === "error" ? "error" : "unprocessed");
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

/** This server is killed rather than stopped. */
const closing = new AbortController().signal;

/** Carries out what the request meets, and in it, or where that is nothing, the request. */
async function carryOut(
  book: Book,
  { request, family, number }: { request: Request; family: Family; number: number },
  { name, fault }: Meeting,
): Promise<Outcome> {
  const { response, provider } = request;
  const outcomeUnacted = name === "busy" || name === "unprocessed" ? name : "error";
  const unacted = { access: null, lifetimeMs: 0, decidedAt: monotonicMs() };
  let outcome: Outcome = { ...unacted, outcome: outcomeUnacted };
  const act = async () => {
    outcome = decide(book, family, number);
    answer(response, outcome.outcome === "ok" ? 200 : 400, bodyOf(book, provider, outcome));
  };
  if (fault === null) await act();
  else await misbehave(fault, response, act, closing);
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
  const meeting = chooseFault(book, provider, family.account);
  const outcome = await carryOut(book, { request, family, number: parts.number }, meeting);
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
    delivery: dropping.has(meeting.name) ? "dropped" : delivery,
    fault: meeting.name,
    ...outcome,
  });
}
