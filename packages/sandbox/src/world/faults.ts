/** What a test orders to go wrong at a provider. */
import { type DialectFailureKind, failureAnswer } from "../dialect/fixture.ts";
import type { Script } from "../dialect/script.ts";
import type { Answer, DocumentedFault, Fault } from "../faults.ts";
import { named } from "./named.ts";

/**
 * What the next request to an endpoint meets:
 *
 * - an answer, such as `{ status: 503, headers: { "retry-after": "30" }, body: { error: "busy" } }`;
 * - a word of the vocabulary: `{ kind: "error", error: "invalid_grant" }`, `{ kind: "hang" }`, `{ kind: "drop" }`,
 *   `{ kind: "slow", ms: 500 }`, `{ kind: "cut" }` and others. With `processed: true` the provider acts first: a refresh
 *   token has then rotated, and the client does not get to know;
 * - `{ kind: "documented", failure }`: `dead_grant`, `client_fault` or `transient` in the words of that provider.
 */
export type SandboxFault =
  | Fault
  | DocumentedFault<DialectFailureKind>
  | (Answer & {
      readonly status: number;
      readonly kind?: never;
      readonly processed?: boolean;
    });

const kinds: Readonly<Record<Fault["kind"] | "documented", true>> = {
  answer: true,
  error: true,
  huge: true,
  drip: true,
  slow: true,
  held: true,
  hang: true,
  drop: true,
  cut: true,
  documented: true,
};

/** The fault in the words of the vocabulary. Throws for a kind that is none, and for a failure that is not documented. */
export function faultOf(script: Script, endpoint: string, given: SandboxFault): Fault {
  // What JavaScript, or a request, may give.
  const isObject = typeof given === "object" && given !== null;
  if (isObject && given.kind === undefined && typeof given.status === "number") {
    return { ...given, kind: "answer" };
  }
  if (!isObject || given.kind === undefined) {
    throw new Error(
      'A fault is an answer with a status, such as { status: 503 }, or has a kind, such as { kind: "hang" }.',
    );
  }
  if (!Object.hasOwn(kinds, given.kind)) {
    throw new Error(
      `There is no fault of kind "${given.kind}"; there are ${named(Object.keys(kinds))}.`,
    );
  }
  return given.kind === "documented" ? documented(script, endpoint, given.failure) : given;
}

const stepOf: Readonly<Record<string, "code" | "refresh">> = {
  exchange: "code",
  refresh: "refresh",
};

function documented(
  { type, fixture }: Script,
  endpoint: string,
  failure: DialectFailureKind,
): Fault {
  const of = stepOf[endpoint];
  if (of === undefined) {
    throw new Error(
      `Documented failures are those of "exchange" and "refresh", not of "${endpoint}".`,
    );
  }
  const known = new Set(fixture.failures.map(({ kind }) => kind));
  if (!known.has(failure)) {
    throw new Error(
      `${type} documents no failure "${failure}"; it documents ${named([...known])}.`,
    );
  }
  const { status, headers, body } = failureAnswer(fixture, of, failure);
  return { kind: "answer", status, headers, ...(body === null ? {} : { body }) };
}
