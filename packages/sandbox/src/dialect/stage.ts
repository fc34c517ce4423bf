/** What the parts of the dialect sandbox share: the scripts, the state, and what was ordered. */
import { createFaults, type DocumentedFault } from "../faults.ts";
import { type DialectFailureKind, type DialectFixture, failureAnswer } from "./fixture.ts";
import { createDialectLedger } from "./ledger.ts";
import type { Holder, Person } from "./people.ts";
import {
  addressesOf,
  type ClientGiven,
  type Play,
  playsOf,
  type Script,
  writeScripts,
} from "./script.ts";
import { createDialectState, type Grant } from "./state.ts";

/** Stands for a word that nothing may stand for now: it cannot be sent. */
export const nothing = "\u0000";

/** A documented answer of another kind of client or app, to be given once in place of the first. */
export type OtherAnswer = NonNullable<DialectFixture["other_token_answers"]>[number];

/** What a token request of a type may meet. */
export type DialectFault = DocumentedFault<DialectFailureKind>;

export interface StageOptions {
  readonly fixtures: readonly DialectFixture[];
  /** Milliseconds since the epoch, for lifetimes. */
  readonly nowMs: () => number;
  /** Who may consent, the first unless told; the fixtures' own account holder where there is nobody. */
  readonly people?: readonly Person[];
  /** By type, in place of the fixtures'. */
  readonly clients?: ReadonlyMap<string, ClientGiven>;
  /**
   * Takes requests in every form that the RFCs allow, and grants the scopes that were asked for. Otherwise a request must
   * be the documented one.
   */
  readonly tolerant?: boolean;
}

/** Sets the stage for these fixtures. */
export function createStage({ fixtures, nowMs, people = [], clients, tolerant }: StageOptions) {
  const scripts = writeScripts(fixtures, clients);
  const holders: readonly Holder[] = people.map((person, index) => ({ ...person, index }));
  const byType = new Map(scripts.map((script) => [script.type, script]));
  const plays = new Map<string, Play[]>();
  const authorizations = new Map<string, Script[]>();
  for (const script of scripts) {
    for (const play of playsOf(script)) {
      for (const address of addressesOf(play, [null, ...holders])) append(plays, address, play);
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
    holders,
    /** The sandbox's address for one of a provider; set where it listens. */
    place: (url: string): string => url,
    isTolerant: tolerant === true,
    /** Throws for a type that no fixture describes. */
    script: (type: string): Script => {
      const found = byType.get(type);
      if (found === undefined) throw new Error(`No fixture describes the type "${type}".`);
      return found;
    },
    plays: (address: string): readonly Play[] => plays.get(address) ?? [],
    /** Adds a call of the API, in place of one that was added at the same address for the same type. */
    addPlay: (address: string, play: Play): void => {
      const others = (plays.get(address) ?? []).filter(
        ({ own, script }) => own === undefined || script !== play.script,
      );
      plays.set(address, [play, ...others]);
    },
    /** Where requests of a type may arrive, such as `GET api.github.com/user`. */
    addresses: (type: string): string[] =>
      [...plays].flatMap(([address, all]) =>
        all.some(({ script }) => script.type === type) ? [address] : [],
      ),
    /** Every host that is played. */
    hosts: (): ReadonlySet<string> =>
      new Set(
        [...plays.keys()]
          .map((address) => address.slice(address.indexOf(" ") + 1))
          .concat([...authorizations.keys()])
          .map((place) => place.split("/", 1)[0] ?? place),
      ),
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
