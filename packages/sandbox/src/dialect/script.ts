/**
 * From fixtures to scripts: which request at which address belongs to whom, and which words in it
 * stand for something else.
 */
import type { DialectAnswer, DialectCall, DialectFixture } from "./fixture.ts";
import { accountWords, type Holder } from "./people.ts";
import type { Received } from "./received.ts";
import type { Grant } from "./state.ts";

/** What a word of a fixture is replaced with. */
export type Words = ReadonlyMap<string, string>;

export type Role = "token" | "second" | "refresh" | "account" | "revocation";

/** A request that the fixture of a type describes. */
export interface Play {
  readonly script: Script;
  readonly role: Role;
  readonly call: DialectCall;
  /** For a call of the API that was added to the documented ones: what a token that works gets. */
  readonly own?: (received: Received, grant: Grant) => DialectAnswer;
}

/** The client that a type is to know, in place of the fixture's. */
export interface ClientGiven {
  readonly clientId: string;
  readonly clientSecret: string;
  /** All that there are; any where they are left out. */
  readonly redirectUris?: readonly string[];
}

export interface Script {
  readonly type: string;
  readonly fixture: DialectFixture;
  /** Of this type alone, so that types that share their addresses can be told apart. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the client may have the browser sent back to; null for anywhere. */
  readonly redirectUris: readonly string[] | null;
  /** The word for the code; null where the browser brings something else. */
  readonly codeWord: string | null;
  /** The word for the first token where a second exchange follows; else null. */
  readonly shortTokenWord: string | null;
}

/** The scripts of all fixtures, in their order. Client ids that several share get the type's name. */
export function writeScripts(
  fixtures: readonly DialectFixture[],
  clients: ReadonlyMap<string, ClientGiven> = new Map(),
): Script[] {
  const seen = new Map<string, number>();
  for (const { client } of fixtures)
    seen.set(client.client_id, (seen.get(client.client_id) ?? 0) + 1);
  return fixtures.map((fixture) => {
    const { client_id, client_secret } = fixture.client;
    const suffix = (seen.get(client_id) ?? 0) > 1 ? `-${fixture.integration_type}` : "";
    const given = clients.get(fixture.integration_type);
    return {
      type: fixture.integration_type,
      fixture,
      clientId: given?.clientId ?? client_id + suffix,
      clientSecret: given?.clientSecret ?? client_secret + suffix,
      redirectUris: given?.redirectUris ?? null,
      codeWord: fixture.authorization_response["code"] ?? null,
      shortTokenWord: shortTokenWord(fixture),
    };
  });
}

/** The text of the first answer that the second request carries on. */
function shortTokenWord({ token }: DialectFixture): string | null {
  if (token.second === undefined) return null;
  const { url, body = {} } = token.second.request;
  const carried = new Set([...new URL(url).searchParams.values(), ...Object.values(body)]);
  const word = textsIn(token.answer.body).find((text) => carried.has(text));
  if (word === undefined) throw new Error("The second exchange carries nothing of the first.");
  return word;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Every request of a script. */
export function playsOf(script: Script): Play[] {
  const { token, refresh, account, choice, revocation } = script.fixture;
  const play = (role: Role) => (call: DialectCall) => ({ script, role, call });
  return [
    play("token")(token),
    ...(token.second === undefined ? [] : [play("second")(token.second)]),
    ...(refresh === null ? [] : [play("refresh")(refresh)]),
    ...(choice === undefined ? [] : [play("account")(choice)]),
    ...account.calls.map(play("account")),
    ...(account.check === undefined ? [] : [play("account")(account.check)]),
    ...revocation.calls.map(play("revocation")),
  ];
}

/** The addresses at which a request may arrive: of every holder, before and after a refresh moved the account. */
export function addressesOf(
  { script, call }: Play,
  holders: readonly (Holder | null)[] = [null],
): string[] {
  const { url, method } = call.request;
  const client = new Map([[script.fixture.client.client_id, script.clientId]]);
  const moved = new Map([...client, ...movedWords(script.fixture)]);
  const addresses = holders.flatMap((holder) =>
    [client, moved].map((words) => {
      const all = new Map([...accountWords(script.fixture, holder), ...words]);
      return addressOf(method, new URL(replaceWords(url, all)));
    }),
  );
  return [...new Set(addresses)];
}

/** Kept values that a refresh changes: the value before, and the one after. */
export function movedWords({ token, refresh }: DialectFixture): [string, string][] {
  return Object.entries(refresh?.grant.kept_values ?? {}).flatMap(([name, after]) => {
    const before = token.grant.kept_values[name];
    return before === undefined || before === after ? [] : [[before, after]];
  });
}

export function addressOf(method: string, url: URL): string {
  return `${method} ${url.host}${url.pathname}`;
}

/** A text with every word replaced, in one pass; of words that begin alike the longest counts. */
export function replaceWords(text: string, words: Words): string {
  if (words.size === 0) return text;
  const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    longestFirst.map((word) => word.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")).join("|"),
    "g",
  );
  return text.replace(pattern, (word) => words.get(word) ?? word);
}
