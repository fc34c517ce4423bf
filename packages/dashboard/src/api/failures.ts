/** Why a call of `/v1` did not succeed. */
import type { components } from "../../../sdk/src/v1.generated.ts";

export type Fault = components["schemas"]["RequestFault"];
type Problem = components["schemas"]["Problem"];

/** The server said no, in a problem document (RFC 9457). */
export class Refused extends Error {
  readonly status: number;
  /** Stable: branch on it. */
  readonly code: string;
  readonly requestId: string | null;
  /** All that is wrong with what was sent. */
  readonly faults: readonly Fault[];
  /** Of `precondition_failed`: who made the change that the person had not seen, and when; where that is known. */
  readonly changed: { readonly by: string; readonly at: string } | null;

  constructor(status: number, body: unknown) {
    const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
    super(problem.detail ?? withoutReason(status));
    this.status = status;
    this.code = problem.code ?? "internal";
    this.requestId = problem.request_id ?? null;
    this.faults = problem.errors ?? [];
    const { changed_by: by, changed_at: at } = problem;
    this.changed = by === undefined || at === undefined ? null : { by: nameIn(by.label), at };
  }
}

/** For an answer that is no problem document: of a proxy, as a rule. */
function withoutReason(status: number): string {
  return status >= 500
    ? `The server could not answer. Try again in a few minutes. (Status ${status})`
    : `The server refused this and gave no reason. (Status ${status})`;
}

/** Of `Bo Lindqvist (bo@example.com)` the name alone. */
const nameIn = (label: string) => label.replace(/ \([^()]*\)$/, "");

/** No answer came, or none that is the server's: the network, a proxy, a server that restarts. */
export class Unreachable extends Error {}

/** What was chosen in the page cannot be used, for the reason that is the message: nothing was asked of the server. */
export class Unusable extends Error {}

const number = new Intl.NumberFormat("en");

/** A list that a page needs whole has more than the page can hold. */
export class TooLong extends Error {
  constructor(max: number) {
    super(
      `This list is too long to show here: more than ${number.format(max)} entries. The API has all of it, page by page.`,
    );
  }
}

/** Whether a failure is this code of the server's. */
export function isRefused(failure: unknown, code: string): failure is Refused {
  return failure instanceof Refused && failure.code === code;
}

/** What to say of a failure, in words for whoever waits for what was asked. */
export function wordsOf(failure: unknown): string {
  const ours = [Refused, Unreachable, Unusable, TooLong];
  if (failure instanceof Error && ours.some((one) => failure instanceof one))
    return failure.message;
  return "Something went wrong in this page. Load it again.";
}

/** The id by which the server's log knows the request, where there is one. */
export function requestIdOf(failure: unknown): string | null {
  return failure instanceof Refused ? failure.requestId : null;
}
