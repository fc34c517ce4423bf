/** An identity provider for tests: publishes key sets over http and signs tokens with their keys. */
import type { Answer, Fault, Faults } from "@grantry/sandbox/faults";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { type Received, startScriptedServer } from "./scripted-server.ts";

interface SigningKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly publicPem: string;
}

export interface SignOptions {
  readonly kid?: string;
  /** Replaces or adds members of the protected header. */
  readonly header?: Record<string, unknown>;
}

export interface TestIdentityProvider {
  readonly origin: string;
  readonly issuer: string;
  /** By path; `*` is every address but those below `/as/`. */
  readonly faults: Faults<string>;
  /** What must not be believed in place of the key set; the address `/as/<name>` meets it always. */
  readonly wrongKeySets: Readonly<Record<WrongKeySet, Fault>>;
  /** What every discovery document says beside its issuer, which is the address it is asked at; null: none. */
  metadata: Record<string, unknown> | null;
  /** How often this path was asked for. */
  hits(path: string): number;
  addKey(kid: string, alg: string): Promise<void>;
  removeKey(kid: string): void;
  key(kid: string): SigningKey;
  sign(claims: JWTPayload, options?: SignOptions): Promise<string>;
  close(): Promise<void>;
}

/** The key that the wrong key set "symmetric" publishes. */
export const publishedSecret = Buffer.alloc(32, 7);

export type WrongKeySet = keyof ReturnType<typeof wrongKeySetsBeside>;

function wrongKeySetsBeside(keySet: object) {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n";
  const symmetric = { kty: "oct", kid: "oct", k: publishedSecret.toString("base64url") };
  return {
    error: { kind: "answer", status: 500, body: "down", headers: { "content-type": "text/plain" } },
    drop: { kind: "drop" },
    redirect: { kind: "answer", status: 302, headers: { location: "/behind" } },
    // The keys are right, had anybody the patience.
    huge: { kind: "answer", body: " ".repeat(2_000_000) + JSON.stringify(keySet) },
    html: { kind: "answer", body: "<html></html>" },
    no_list: { kind: "answer", body: { keys: {} } },
    certificates: { kind: "answer", body: { "0a1b2c": pem } },
    symmetric: { kind: "answer", body: { keys: [symmetric] } },
  } satisfies Record<string, Fault>;
}

const discovery = /^(.*)\/\.well-known\/(openid-configuration|oauth-authorization-server)/;

/** Starts it on a free port of loopback, with the keys `es` (ES256) and `rs` (RS256). */
export async function startIdentityProvider(issuer: string): Promise<TestIdentityProvider> {
  const keys = new Map<string, SigningKey>();
  const published = new Set<string>();
  const keySet = () => ({ keys: [...published].map((kid) => keys.get(kid)?.publicJwk) });
  const provider = { metadata: null as Record<string, unknown> | null };
  const server = await startScriptedServer({
    answers: {
      "*": ({ url, headers }: Received): Answer => {
        const [found, path] = discovery.exec(url) ?? [];
        if (found === undefined) return { body: keySet() };
        if (provider.metadata === null) return { status: 404 };
        return { body: { issuer: `http://${headers.host}${path}`, ...provider.metadata } };
      },
    },
  });
  const key = (kid: string): SigningKey => {
    const found = keys.get(kid);
    if (found === undefined) throw new Error(`no key ${kid}`);
    return found;
  };
  const addKey = async (kid: string, alg: string) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    keys.set(kid, {
      alg,
      privateKey: pair.privateKey,
      publicJwk: { ...(await exportJWK(pair.publicKey)), kid, use: "sig" },
      publicPem: await exportSPKI(pair.publicKey),
    });
    published.add(kid);
  };
  await addKey("es", "ES256");
  await addKey("rs", "RS256");
  const wrongKeySets = wrongKeySetsBeside(keySet());
  for (const [name, fault] of Object.entries(wrongKeySets))
    server.faults.every(`/as/${name}`, fault);
  return Object.assign(provider, {
    origin: server.origin,
    issuer,
    faults: server.faults,
    hits: (path: string) => server.requests.filter(({ url }) => url === path).length,
    addKey,
    removeKey: (kid: string) => {
      published.delete(kid);
    },
    key,
    sign: async (claims: JWTPayload, { kid = "es", header = {} }: SignOptions = {}) => {
      const { alg, privateKey } = key(kid);
      const protectedHeader = { alg, kid, typ: "JWT", ...header };
      return await new SignJWT(claims).setProtectedHeader(protectedHeader).sign(privateKey);
    },
    wrongKeySets,
    close: server.close,
  });
}
