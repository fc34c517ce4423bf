/** A key set (RFC 7517) as an identity provider answers it: what is costly to read is refused before. */
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { parseJson } from "../../lib/json.ts";
import { OutboundError } from "../../lib/outbound.ts";
import { NotListedError } from "../../lib/outbound-error.ts";
import type { Reach } from "../../lib/reach.ts";
import { discover } from "../../oauth/discovery.ts";
import { OAuthError } from "../../oauth/oauth-error.ts";
import type { KeySetAddress } from "./key-set-address.ts";

/** Why there is no key set, in words for whoever entered it; holds no address. */
export class KeySetError extends Error {
  /** Whether another answer cannot be hoped for while the settings stay. */
  readonly isWrong: boolean;

  constructor(message: string, options: { readonly isWrong: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "KeySetError";
    this.isWrong = options.isWrong;
  }
}

/** Statuses below 500 that ask to come again. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

const keysMax = 200;
/** A member of a key; certificates are long. */
const memberCharactersMax = 8_192;
/** Of an RSA key: twice the modulus costs four times as much to check a signature with, and the exponent counts, too. */
const rsaBitsMax = 8_192;
const rsaExponentBitsMax = 32;

const keySchema = z
  .looseObject({ kty: z.string().max(64) })
  .refine(
    // Whatever is not used is not read either; what is used is handed to the cryptographic library.
    ({ kty: _, ...members }) =>
      Object.values(members).every(
        (value) => typeof value !== "string" || value.length <= memberCharactersMax,
      ),
    "a key has a member that is too long",
  )
  .refine(
    ({ kty, n, e }) =>
      kty !== "RSA" || (bitsOf(n) <= rsaBitsMax && bitsOf(e) <= rsaExponentBitsMax),
    "an RSA key is larger than is checked",
  );

/** How many bits a number in base64url has at most. */
function bitsOf(value: unknown): number {
  return typeof value === "string" ? Math.floor((value.length * 6) / 8) * 8 : 0;
}

/** How many there are is asked first: what is wrong with each key costs more than reading it. */
const keySetSchema = z
  .object({ keys: z.array(z.unknown()).max(keysMax) })
  .pipe(z.object({ keys: z.array(keySchema) }));

/** Loads the set; its address first, where the issuer's metadata names it. Throws a KeySetError. */
export async function fetchKeySet(reach: Reach, address: KeySetAddress): Promise<JSONWebKeySet> {
  const url = address.from === "issuer" ? await discoveredAddress(reach, address.url) : address.url;
  const answer = await asked(() =>
    reach.sendDirectly({
      method: "GET",
      url,
      headers: { accept: "application/json" },
      wantsBody: (status) => status === 200,
    }),
  );
  if (!answer.ok) {
    // Away for now, or nothing there at all.
    const isWrong = answer.status < 500 && !passing.has(answer.status);
    throw new KeySetError(`the address of the key set answers ${answer.status}`, { isWrong });
  }
  return readKeySet(parseJson(await answer.text()));
}

function readKeySet(document: unknown): JSONWebKeySet {
  const result = keySetSchema.safeParse(document);
  if (result.success) return result.data as JSONWebKeySet;
  const what = holdsCertificates(document)
    ? "the address of the key set answers X.509 certificates and no JWK set (RFC 7517): enter the provider's address of the JWK set"
    : "the address of the key set answers something that is no JWK set (RFC 7517)";
  throw new KeySetError(what, { isWrong: true, cause: result.error });
}

/** A certificate by each key id, as addresses with `x509` in them answer. */
function holdsCertificates(document: unknown): boolean {
  if (typeof document !== "object" || document === null) return false;
  const values: unknown[] = Object.values(document);
  return values.some((value) => typeof value === "string" && value.startsWith("-----BEGIN CERT"));
}

/** The `jwks_uri` of the issuer's metadata, which must name this issuer to the letter (SEC-13). */
async function discoveredAddress(reach: Reach, issuer: string): Promise<string> {
  if (!URL.canParse(issuer)) {
    throw new KeySetError("its issuer is no URL: enter jwks_uri", { isWrong: true });
  }
  const { allowedPrivateOrigins, sendDirectly: send } = reach;
  const allowInsecure = allowedPrivateOrigins.size > 0;
  const { jwks_uri: found } = await asked(() => discover(issuer, { send, allowInsecure }));
  if (typeof found === "string" && found.length <= 2_048 && URL.canParse(found)) return found;
  throw new KeySetError("the issuer's metadata names no jwks_uri: enter it", { isWrong: true });
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    throw keySetError(thrown);
  }
}

function keySetError(cause: unknown): KeySetError {
  if (cause instanceof NotListedError) {
    const what =
      "a host on the way to the key set is not among those that may be called: whoever runs the server can list it in GRANTRY_OUTBOUND_HOSTS";
    return new KeySetError(what, { isWrong: true, cause });
  }
  if (cause instanceof OutboundError && cause.phase === "refused") {
    const hint = "whoever runs the server can allow it by GRANTRY_ALLOWED_PRIVATE_ORIGINS";
    const what = `an address on the way to the key set is not https, or private: ${hint}`;
    return new KeySetError(what, { isWrong: true, cause });
  }
  if (cause instanceof OutboundError) {
    return new KeySetError("no usable answer came", { isWrong: false, cause });
  }
  if (!(cause instanceof OAuthError)) throw cause;
  const { status } = cause;
  if (status !== null && (status >= 500 || passing.has(status))) {
    return new KeySetError(`the issuer's metadata answers ${status}`, { isWrong: false, cause });
  }
  const what =
    cause.code === "issuer_mismatch"
      ? "the metadata at the issuer's address names another issuer: compare them to the letter, a slash at the end included"
      : "the issuer publishes no metadata that can be read: correct the issuer, or enter jwks_uri";
  return new KeySetError(what, { isWrong: true, cause });
}
