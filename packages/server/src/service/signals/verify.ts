/**
 * Whether a message is what it says: signed by a key that its issuer publishes, for this server, just now (RFC 8417, RFC 8725).
 * Of one that is not nothing is believed.
 */
import { decodeProtectedHeader, errors, type JWTPayload } from "jose";
import { z } from "zod";
import { describeThrown, GrantryError, isGrantryError } from "../../lib/error.ts";
import { isBoundedJson } from "../../lib/json.ts";
import type { KeySetAddress } from "../app-users/index.ts";
import type { SignalsContext } from "./context.ts";
import { malformed, SignalRefusal } from "./refusal.ts";

/** How old a message may be: a transmitter that could not reach us tries again. Three days. */
export const ageMaxSeconds = 259_200;
/** How old one may be that does not say how long it holds, where it should (logouts). */
export const endlessAgeMaxSeconds = 300;
/** How far clocks may differ, seconds. */
const toleranceSeconds = 60;
const eventsMax = 8;
/** Whose keys anybody may know (RFC 7518, RFC 8037, RFC 9864). */
const algorithms = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySetAddress;
  /** What the header `typ` may be, in lower case; undefined: that there may be none. */
  readonly types: readonly (string | undefined)[];
  /** How old one without `exp` may be. */
  readonly endlessAgeMaxSeconds: number;
}

const claimsSchema = z.looseObject({
  iat: z.int().nonnegative(),
  jti: z.string().min(1).max(512),
  events: z.record(z.string().max(512), z.looseObject({})),
});

export type Message = JWTPayload & z.output<typeof claimsSchema>;

/** Throws a SignalRefusal; provider_unavailable where the keys cannot be had now. */
export async function verifyMessage(
  context: SignalsContext,
  token: string,
  expected: Expected,
): Promise<Message> {
  requireType(token, expected.types);
  const payload = await signedPayload(context, token, expected);
  if (!isBoundedJson(JSON.stringify(payload))) throw malformed("The token holds too much.");
  const read = claimsSchema.safeParse(payload);
  if (!read.success) {
    const [name = "payload"] = read.error.issues[0]?.path ?? [];
    throw malformed(`The claim "${String(name)}" is missing, or not as RFC 8417 has it.`);
  }
  const message = { ...payload, ...read.data };
  requireTime(context.clock.nowSeconds(), message, expected);
  const events = Object.keys(message.events).length;
  if (events === 0) throw malformed('The claim "events" names no event.');
  if (events > eventsMax) throw malformed(`The claim "events" names more than ${eventsMax}.`);
  return message;
}

/** The kind of token comes first: an ID token or an access token may hold any claims (RFC 8725 section 3.11). */
function requireType(token: string, types: Expected["types"]): void {
  let typ: unknown;
  try {
    ({ typ } = decodeProtectedHeader(token));
  } catch (cause) {
    throw malformed("The body is no signed JWT (RFC 7515).", cause);
  }
  if (token.split(".").length !== 3) {
    throw malformed("The token is encrypted, or no signed JWT: send it signed alone.");
  }
  const bare =
    typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : undefined;
  const isKnown = (typ === undefined || bare !== undefined) && types.includes(bare);
  if (isKnown) return;
  const listed = types.filter((one) => one !== undefined).join(" or ");
  throw malformed(`The header "typ" of the token must be ${listed}.`);
}

async function signedPayload(
  { defences, keySets, clock }: SignalsContext,
  token: string,
  { issuer, audience, keys }: Expected,
): Promise<JWTPayload> {
  try {
    const { payload } = await defences.jwtVerify(token, keySets.at(keys), {
      issuer,
      audience,
      algorithms,
      clockTolerance: toleranceSeconds,
      currentDate: clock.now(),
    });
    return payload;
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

function refusalOf(thrown: unknown): unknown {
  if (isGrantryError(thrown, "provider_unavailable")) {
    return new GrantryError("provider_unavailable", {
      detail: "The key set of the issuer cannot be loaded at the moment: send it again later.",
      internal: describeThrown(thrown),
      retryAfterSeconds: thrown.retryAfterSeconds ?? 30,
      cause: thrown,
    });
  }
  if (thrown instanceof errors.JWTExpired) return malformed("The token has expired.", thrown);
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    const { claim } = thrown;
    if (claim === "iss") {
      return new SignalRefusal("invalid_issuer", "The issuer is not that of this address.", thrown);
    }
    if (claim === "aud") {
      return new SignalRefusal("invalid_audience", "The token is for another audience.", thrown);
    }
    return malformed(`The claim "${claim}" is not as it must be.`, thrown);
  }
  if (thrown instanceof errors.JWTInvalid || thrown instanceof errors.JWSInvalid) {
    return malformed("The body is no signed JWT.", thrown);
  }
  // Whatever else the library says is of keys, algorithms and signatures.
  if (!(thrown instanceof errors.JOSEError)) return thrown;
  return new SignalRefusal(
    "invalid_key",
    "The signature is not that of a key that the issuer publishes, by an asymmetric algorithm.",
    thrown,
  );
}

function requireTime(now: number, { iat, exp }: Message, expected: Expected): void {
  if (iat > now + toleranceSeconds) throw malformed('The claim "iat" lies in the future.');
  const max = exp === undefined ? expected.endlessAgeMaxSeconds : ageMaxSeconds;
  if (iat >= now - max - toleranceSeconds) return;
  const age = max === ageMaxSeconds ? `${max / 86_400} days` : `${max / 60} minutes`;
  throw malformed(`The token is older than ${age}${exp === undefined ? ", and has no end" : ""}.`);
}
