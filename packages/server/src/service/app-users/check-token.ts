/** Judges a user's token rule by rule, for an operator who wants to see why it is accepted or refused. Nothing of it is kept. */
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import { instantOf } from "../../lib/clock.ts";
import { type GrantryError, isGrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import type { App, IdentityProvider } from "../../store/apps.ts";
import { clockToleranceSeconds } from "./authenticate.ts";
import type { AppUsersContext } from "./context.ts";
import { keySetOf } from "./key-set-address.ts";
import { issuerOfOwnToken, ownAlgorithm, ownIssuer, ownSigningKey } from "./own-tokens.ts";
import { emailMax, nameMax, readableText } from "./readable-text.ts";
import {
  requireAccepted,
  requireAsymmetric,
  requireParty,
  requireReadable,
  requireType,
} from "./token-rules.ts";
import { isUserId } from "./user-id.ts";

export type TokenRule =
  | "form"
  | "issuer"
  | "type"
  | "algorithm"
  | "signature"
  | "lifetime"
  | "audience"
  | "party"
  | "user_id";

export interface RuleResult {
  /** Of which identity provider; null where none is meant yet. */
  readonly issuer: string | null;
  readonly rule: TokenRule;
  readonly ok: boolean;
  /** In a sentence: what is so, or what is not as it should be. */
  readonly detail: string;
}

export interface CheckedToken {
  readonly accepted: boolean;
  readonly rules: readonly RuleResult[];
  /** Who it names; null where it is refused. */
  readonly user: {
    readonly userId: string;
    readonly issuer: string | null;
    readonly email: string | null;
    readonly name: string | null;
  } | null;
}

/** What is known of a token before anything of it is believed. */
interface Read {
  readonly token: Secret;
  readonly payload: JWTPayload;
  readonly algorithm: string;
}

type Said = Pick<RuleResult, "ok" | "detail">;

/** By the same rules as calls of the app's users are judged. Rejects only where the database or a key set is away. */
export async function checkUserToken(
  context: AppUsersContext,
  app: App,
  token: Secret,
): Promise<CheckedToken> {
  const read = readToken(token);
  if ("detail" in read) return refused([{ issuer: null, rule: "form", ...read }]);
  const form: RuleResult = { issuer: null, rule: "form", ok: true, detail: "It is a signed JWT." };
  const { iss } = read.payload;
  if (iss === ownIssuer(context, app.appId)) {
    return outcome([form], await judgeOwn(context, app, read), () => userOfOwn(app, read));
  }
  const candidates = app.identityProviders.filter(({ issuer }) => issuer === iss);
  if (candidates.length === 0) {
    const expected = app.identityProviders.map(({ issuer }) => quoted(issuer)).join(" or ");
    const detail = `The issuer is ${quoted(iss)}; this app expects ${
      expected === "" ? "tokens that its backend gets from this server" : expected
    }.`;
    return refused([form, { issuer: null, rule: "issuer", ok: false, detail }]);
  }
  const rules: RuleResult[] = [form];
  for (const provider of candidates) {
    const judged = await judge(context, app, { provider, read });
    // One issuer may be entered with several audiences: the first that accepts the token counts.
    if (judged.every(({ ok }) => ok)) {
      return outcome([form], judged, () => userOfProvider(provider, read));
    }
    rules.push(...judged);
  }
  return refused(rules);
}

const refused = (rules: readonly RuleResult[]): CheckedToken => ({
  accepted: false,
  rules,
  user: null,
});

function outcome(
  before: readonly RuleResult[],
  judged: readonly RuleResult[],
  userOf: () => CheckedToken["user"],
): CheckedToken {
  const rules = [...before, ...judged];
  if (!judged.every(({ ok }) => ok)) return refused(rules);
  return { accepted: true, rules, user: userOf() };
}

function userOfProvider(provider: IdentityProvider, { payload }: Read): CheckedToken["user"] {
  return {
    userId: String(payload[provider.user_id_claim]),
    issuer: provider.issuer,
    email: readableText(payload[provider.email_claim], emailMax),
    name: readableText(payload[provider.name_claim], nameMax),
  };
}

/** A token of ours names the issuer whose user it stands for. */
function userOfOwn(app: App, { payload }: Read): CheckedToken["user"] {
  return {
    userId: String(payload.sub),
    issuer: issuerOfOwnToken(app, payload)?.issuer ?? null,
    email: readableText(payload["email"], emailMax),
    name: readableText(payload["name"], nameMax),
  };
}

function readToken(token: Secret): Read | Said {
  try {
    requireReadable(token);
    const { alg } = decodeProtectedHeader(token.reveal());
    return { token, payload: decodeJwt(token.reveal()), algorithm: String(alg) };
  } catch (thrown) {
    const isOurs = isGrantryError(thrown, "unauthorized");
    return { ok: false, detail: isOurs ? sentence(thrown) : "It is not a JWT." };
  }
}

async function judge(
  context: AppUsersContext,
  app: App,
  { provider, read }: { readonly provider: IdentityProvider; readonly read: Read },
): Promise<RuleResult[]> {
  const { payload, token, algorithm } = read;
  const { issuer, algorithms } = provider;
  const keys = context.keySets.at(keySetOf(app.workspaceId, provider));
  const said = {
    issuer: { ok: true, detail: `The issuer is ${quoted(issuer)}.` },
    type: attempted("It is of a kind that this app accepts.", () =>
      requireType(token, provider.token_types),
    ),
    algorithm: attempted(`It is signed with ${algorithm}.`, () =>
      requireAccepted(requireAsymmetric(token), provider),
    ),
    signature: await signed(read, keys, algorithms),
    lifetime: lifetime(context, payload),
    audience: audience(payload, provider.audience),
    party: attempted("It was issued for a client that this app expects.", () =>
      requireParty(payload, provider),
    ),
    user_id: userId(payload, provider.user_id_claim),
  };
  return named(issuer, provider.audience === undefined ? without(said, "audience") : said);
}

/** Of a token that this server made for the app's backend. */
async function judgeOwn(context: AppUsersContext, app: App, read: Read): Promise<RuleResult[]> {
  const { payload } = read;
  const key: JWTVerifyGetKey = async ({ kid }) => ownSigningKey(context, app.appId, kid);
  return named(payload.iss ?? null, {
    issuer: attempted("This server made it, for the app’s backend.", () => {
      issuerOfOwnToken(app, payload);
    }),
    type: attempted("It is of a kind that this app accepts.", () => requireType(read.token)),
    signature: await signed(read, key, [ownAlgorithm]),
    lifetime: lifetime(context, payload),
    audience: audience(payload, app.appId),
    user_id: userId(payload, "sub"),
  });
}

function without(
  said: Readonly<Record<string, Said>>,
  rule: TokenRule,
): Readonly<Record<string, Said>> {
  return Object.fromEntries(Object.entries(said).filter(([name]) => name !== rule));
}

function named(issuer: string | null, said: Readonly<Record<string, Said>>): RuleResult[] {
  return Object.entries(said).map(([rule, one]) => ({ issuer, rule: rule as TokenRule, ...one }));
}

/** What a rule that throws says, with `detail` where it does not. */
function attempted(detail: string, rule: () => void): Said {
  try {
    rule();
    return { ok: true, detail };
  } catch (thrown) {
    if (!isGrantryError(thrown, "unauthorized")) throw thrown;
    return { ok: false, detail: sentence(thrown) };
  }
}

async function signed(
  { token }: Read,
  keys: JWTVerifyGetKey,
  algorithms: readonly string[],
): Promise<Said> {
  try {
    await compactVerify(token.reveal(), keys, { algorithms: [...algorithms] });
    return { ok: true, detail: "The signature is that of a key of the issuer." };
  } catch (thrown) {
    if (isGrantryError(thrown, "unauthorized")) return { ok: false, detail: sentence(thrown) };
    // Keys that are away say nothing of the token.
    if (!(thrown instanceof errors.JOSEError)) throw thrown;
    const isUnknown = thrown instanceof errors.JWKSNoMatchingKey;
    const detail = isUnknown
      ? "The issuer publishes no key of the ID and algorithm that the token names."
      : "The signature cannot be verified with the issuer’s keys.";
    return { ok: false, detail };
  }
}

function lifetime({ clock }: Pick<AppUsersContext, "clock">, { exp, nbf }: JWTPayload): Said {
  const now = clock.nowSeconds();
  if (typeof exp !== "number")
    return { ok: false, detail: 'It has no end: the claim "exp" is missing.' };
  if (exp <= now - clockToleranceSeconds) return { ok: false, detail: `It ended at ${at(exp)}.` };
  if (nbf !== undefined && (typeof nbf !== "number" || nbf > now + clockToleranceSeconds)) {
    return { ok: false, detail: `It is not valid before ${at(nbf)}.` };
  }
  return { ok: true, detail: `It ends at ${at(exp)}.` };
}

const secondsMax = 100_000_000_000;

/** RFC 3339, where it is a time at all. */
function at(seconds: unknown): string {
  const isTime = typeof seconds === "number" && Math.abs(seconds) < secondsMax;
  return isTime ? instantOf(Math.trunc(seconds)) : quoted(seconds);
}

function audience({ aud }: JWTPayload, expected: string | undefined): Said {
  const values = [aud ?? []].flat();
  if (expected !== undefined && values.includes(expected)) {
    return { ok: true, detail: `The audience is ${quoted(expected)}.` };
  }
  const shown = values.length === 0 ? "missing" : values.slice(0, 5).map(quoted).join(", ");
  return { ok: false, detail: `The audience is ${shown}; this app expects ${quoted(expected)}.` };
}

function userId(payload: JWTPayload, claim: string): Said {
  const value = payload[claim];
  if (typeof value === "string" && isUserId(value)) {
    return { ok: true, detail: `The claim "${claim}" names the user ${quoted(value)}.` };
  }
  const state = value === undefined ? "is missing" : "is not a user ID";
  return { ok: false, detail: `The claim "${claim}" ${state}.` };
}

const shownMax = 200;

/** What a token holds, as it may be shown: bounded, and in one line. */
function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "missing");
  const line = text.replaceAll(/\p{C}/gu, "�");
  return `“${line.length > shownMax ? `${line.slice(0, shownMax)}…` : line}”`;
}

/** A refusal's text without what stands before it in answers. */
function sentence({ detail }: GrantryError): string {
  const text = detail.replace(/^Unauthorized: /, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
