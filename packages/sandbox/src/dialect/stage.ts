/** What the parts of the dialect sandbox share: the scripts, the state, and what was ordered. */
import { createFaults, type DocumentedFault } from "../faults.ts";
import { type DialectFailureKind, type DialectFixture, failureAnswer } from "./fixture.ts";
import { createDialectLedger } from "./ledger.ts";
import { addressesOf, type Play, playsOf, type Script, writeScripts } from "./script.ts";
import { createDialectState, type Grant } from "./state.ts";

/** Stands for a word that nothing may stand for now: it cannot be sent. */
export const nothing = "\u0000";

/** A documented answer of another kind of client or app, to be given once in place of the first. */
export type OtherAnswer = NonNullable<DialectFixture["other_token_answers"]>[number];

/** What a token request of a type may meet. */
export type DialectFault = DocumentedFault<DialectFailureKind>;

/** Sets the stage for these fixtures. */
export function createStage(fixtures: readonly DialectFixture[], nowMs: () => number) {
  const scripts = writeScripts(fixtures);
  const byType = new Map(scripts.map((script) => [script.type, script]));
  const plays = new Map<string, Play[]>();
  const authorizations = new Map<string, Script[]>();
  for (const script of scripts) {
    for (const play of playsOf(script)) {
      for (const address of addressesOf(play)) append(plays, address, play);
    }
    const { host, pathname } = new URL(script.fixture.authorization_request.endpoint);
    append(authorizations, host + pathname, script);
  }
  const secrets = new Map(scripts.map(({ type, clientSecret }) => [type, clientSecret]));
  const { faults, take } = createFaults<string, DialectFault>();
  const others = new Map<string, OtherAnswer[]>();
  return {
    ...createDialectLedger(),
    state: createDialectState(nowMs),
    scripts,
    /** Throws for a type that no fixture describes. */
    script: (type: string): Script => {
      const found = byType.get(type);
      if (found === undefined) throw new Error(`No fixture describes the type "${type}".`);
      return found;
    },
    plays: (address: string): readonly Play[] => plays.get(address) ?? [],
    authorizations: (address: string): readonly Script[] => authorizations.get(address) ?? [],
    secretOf: (type: string): string => secrets.get(type) ?? nothing,
    setSecret: (type: string, secret: string): void => {
      secrets.set(type, secret);
    },
    faults,
    takeFault: take,
    orderOther: (type: string, other: OtherAnswer): void => append(others, type, other),
    takeOther: (type: string): OtherAnswer | undefined => others.get(type)?.shift(),
  };
}

export type Stage = ReturnType<typeof createStage>;

/** The documented answer to a request that fails in this way. */
export function failureOf({ script, role }: Play, kind: DialectFailureKind) {
  const of = role === "token" ? "code" : role === "second" ? "second" : "refresh";
  return failureAnswer(script.fixture, of, kind);
}

/** What stands for the words of a client, in clear and as they are written in Basic credentials. */
export function clientWords(
  stage: Stage,
  { type, clientId, fixture }: Script,
): Map<string, string> {
  const { client_id, client_secret } = fixture.client;
  const pairs = [
    [client_id, clientId],
    [client_secret, stage.secretOf(type)],
  ] as const;
  const encoded = pairs.map((pair) => pair.map(encodeURIComponent) as [string, string]);
  return new Map([...encoded, ...pairs]);
}

/** By how much the dates of a fixture's answers lie in the past; null where they tell no lifetime. */
export function shiftMs(stage: Stage, { fixture }: Script): number | null {
  const { now_seconds: now } = fixture;
  return now === undefined ? null : Math.floor(stage.state.nowMs() / 1000) * 1000 - now * 1000;
}

/** Ends a grant; true where it was not ended before. */
export function endGrant(grant: Grant): boolean {
  const ended = !grant.ended;
  grant.ended = true;
  return ended;
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
