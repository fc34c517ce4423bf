/**
 * The dialect sandbox: one HTTP server on loopback that plays every provider, from the documented
 * requests and answers of the catalogue's fixtures. A request to `/~/<host>/<path>` is one to
 * `https://<host>/<path>`.
 *
 * It is strict: a request that is not the documented one, header by header and parameter by
 * parameter, gets an error that says what is wrong. Everything is kept in memory, bounded, and gone
 * when it closes. Nothing is printed.
 */
import type { Faults } from "../faults.ts";
import type { DialectFixture } from "./fixture.ts";
import type { DialectLedger } from "./ledger.ts";
import { serveStage } from "./server.ts";
import { createStage, type DialectFault, endGrant, type Stage } from "./stage.ts";

export interface DialectOptions {
  readonly fixtures: readonly DialectFixture[];
  /** A free port unless one is given. */
  readonly port?: number;
  /** Milliseconds since the epoch, for lifetimes; the real time unless given. */
  readonly nowMs?: () => number;
}

export interface DialectSandbox {
  /** Such as `http://127.0.0.1:4403`. */
  readonly origin: string;
  readonly port: number;
  readonly ledger: DialectLedger;
  /** The client that a type knows. Ids that the fixtures share are made different. */
  clientOf(type: string): { readonly clientId: string; readonly clientSecret: string };
  /** Whether the API would take this access token now. */
  isLive(accessToken: string): boolean;
  /** The newest access token of every grant of the type that was not ended. */
  tokensOf(type: string): string[];
  /** The account holder takes back a grant, named by one of its tokens, or all of a type. */
  withdraw(typeOrToken: string): void;
  /** Ends an access token before its time; its refresh token lives on. */
  expire(accessToken: string): void;
  /** By type: how its token requests fail, in the words of its documentation. */
  readonly faults: Faults<string, DialectFault>;
  /** The next code of the type is answered with the documented answer of this name. */
  answerNext(type: string, name: string): void;
  /** From now on the type's client has another secret. */
  changeSecret(type: string, clientSecret: string): void;
  close(): Promise<void>;
}

/** Starts the dialect sandbox on loopback. Rejects when the port is taken. */
export async function startDialectSandbox({
  fixtures,
  port = 0,
  nowMs = Date.now,
}: DialectOptions): Promise<DialectSandbox> {
  const stage = createStage({ fixtures, nowMs });
  return { ...controls(stage), ...(await serveStage(stage, { port })) };
}

function controls(stage: Stage): Omit<DialectSandbox, "origin" | "port" | "close"> {
  const { state, ledger } = stage;
  return {
    ledger,
    clientOf: (type) => {
      const { clientId } = stage.script(type);
      return { clientId, clientSecret: stage.secretOf(type) };
    },
    isLive: state.isLive,
    tokensOf: (type) =>
      state
        .grantsOf(type)
        .filter(({ ended }) => !ended)
        .flatMap(({ access }) => [...access.keys()].slice(-1)),
    withdraw: (typeOrToken) => {
      const named = state.grantOf(typeOrToken);
      const ended = named === undefined ? state.grantsOf(stage.script(typeOrToken).type) : [named];
      for (const grant of ended) endGrant(grant);
    },
    expire: state.expire,
    faults: {
      next: (type, fault, times) => stage.faults.next(stage.script(type).type, fault, times),
      every: (type, fault) => stage.faults.every(stage.script(type).type, fault),
      clear: stage.faults.clear,
    },
    answerNext: (type, name) => {
      const all = stage.script(type).fixture.other_token_answers ?? [];
      const other = all.find((one) => one.name === name);
      if (other === undefined) throw new Error(`No other answer of ${type} has this name.`);
      stage.orderOther(type, other);
    },
    changeSecret: (type, secret) => stage.setSecret(stage.script(type).type, secret),
  };
}
