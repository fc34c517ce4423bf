/** What stands in an answer for what was granted: the scopes, and the ID token. */
import type { DialectAnswer, DialectFixture, DialectTokens } from "./fixture.ts";
import { idTokenFor, idTokenIn } from "./openid.ts";
import type { Received } from "./received.ts";
import type { Script } from "./script.ts";
import type { Stage } from "./stage.ts";
import type { Grant } from "./state.ts";

interface Granting {
  readonly grant: Grant;
  readonly answer: DialectAnswer;
  readonly tokens: DialectTokens;
  readonly received: Received;
  readonly script: Script;
}

/** For an answer that hands out tokens. On a strict stage there are none: it says what is documented. */
export function grantWords(
  stage: Stage,
  { grant, answer, tokens, received, script }: Granting,
): Map<string, string> {
  if (!stage.isTolerant) return new Map();
  const { fixture } = script;
  const words = scopeWords(stage, {
    fixture: { ...fixture, token: { ...fixture.token, grant: tokens } },
    scopes: grant.scopes,
    answer: answer.body,
  });
  const documented = idTokenIn(answer.body);
  const real = documented === null ? null : idTokenFor(stage, { grant, received, script });
  if (documented !== null && real !== null) words.set(documented, real);
  return words;
}

/** The scopes that were asked for, in place of those of the documented answer and written as those are. */
export function scopeWords(
  { isTolerant }: Stage,
  granted: {
    readonly fixture: Pick<DialectFixture, "token">;
    readonly scopes: readonly string[];
    readonly answer: unknown;
  },
): Map<string, string> {
  const documented = new Set(granted.fixture.token.grant.granted_scopes ?? []);
  if (!isTolerant || documented.size === 0 || granted.scopes.length === 0) return new Map();
  const isList = (text: string) => {
    const parts = text.split(/[\s,]+/);
    return parts.length === documented.size && parts.every((part) => documented.has(part));
  };
  const found = textsOf(granted.answer).filter(isList);
  return new Map(found.map((text) => [text, granted.scopes.join(/[\s,]+/.exec(text)?.[0] ?? " ")]));
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
