/** An identity provider for tests: publishes key sets over http and signs tokens with their keys. */
import { createServer } from "node:http";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

/** How a key set is answered: as it should be, or in one of the ways that must not be believed. */
export type KeySetManner =
  | "good"
  | "error"
  | "cut"
  | "redirect"
  | "huge"
  | "html"
  | "no list"
  | "symmetric"
  | "certificates";

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
  /** How every address below `/jwks` answers; an address below `/as/<manner>` always its own way. */
  manner: KeySetManner;
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

/** A symmetric key that the manner "symmetric" publishes. */
export const publishedSecret = Buffer.alloc(32, 7);

/** Starts it on a free port of loopback, with the keys `es` (ES256) and `rs` (RS256). */
export async function startIdentityProvider(issuer: string): Promise<TestIdentityProvider> {
  const keys = new Map<string, SigningKey>();
  const published = new Set<string>();
  const hits = new Map<string, number>();
  const keySet = () =>
    JSON.stringify({ keys: [...published].map((kid) => keys.get(kid)?.publicJwk) });
  const provider = {
    manner: "good" as KeySetManner,
    metadata: null as Record<string, unknown> | null,
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    hits.set(path, (hits.get(path) ?? 0) + 1);
    const own = /^\/as\/([a-z%20]+)$/.exec(path)?.[1];
    const manner = own === undefined ? provider.manner : (decodeURIComponent(own) as KeySetManner);
    const json = { "content-type": "application/json" };
    const discovery = /^(.*)\/\.well-known\/(openid-configuration|oauth-authorization-server)/.exec(
      path,
    );
    if (discovery !== null) {
      const found = {
        issuer: `http://${request.headers.host}${discovery[1]}`,
        ...provider.metadata,
      };
      if (provider.metadata === null) response.writeHead(404).end();
      else response.writeHead(200, json).end(JSON.stringify(found));
    } else if (manner === "error") response.writeHead(500).end("down");
    else if (manner === "cut") response.destroy();
    else if (manner === "redirect") response.writeHead(302, { location: "/behind" }).end();
    else if (manner === "huge") response.writeHead(200, json).end(" ".repeat(2_000_000) + keySet());
    else if (manner === "html") response.writeHead(200, json).end("<html></html>");
    else if (manner === "no list") response.writeHead(200, json).end('{"keys":{}}');
    else if (manner === "certificates") {
      const pem = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n";
      response.writeHead(200, json).end(JSON.stringify({ "0a1b2c": pem }));
    } else if (manner === "symmetric") {
      const jwk = { kty: "oct", kid: "oct", k: publishedSecret.toString("base64url") };
      response.writeHead(200, json).end(JSON.stringify({ keys: [jwk] }));
    } else response.writeHead(200, json).end(keySet());
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const key = (kid: string): SigningKey => {
    const found = keys.get(kid);
    if (found === undefined) throw new Error(`no key ${kid}`);
    return found;
  };
  const started: TestIdentityProvider = Object.assign(provider, {
    origin: `http://127.0.0.1:${port}`,
    issuer,
    hits: (path: string) => hits.get(path) ?? 0,
    addKey: async (kid: string, alg: string) => {
      const pair = await generateKeyPair(alg, { extractable: true });
      keys.set(kid, {
        alg,
        privateKey: pair.privateKey,
        publicJwk: { ...(await exportJWK(pair.publicKey)), kid, use: "sig" },
        publicPem: await exportSPKI(pair.publicKey),
      });
      published.add(kid);
    },
    removeKey: (kid: string) => {
      published.delete(kid);
    },
    key,
    sign: async (claims: JWTPayload, { kid = "es", header = {} }: SignOptions = {}) => {
      const { alg, privateKey } = key(kid);
      const protectedHeader = { alg, kid, typ: "JWT", ...header };
      return await new SignJWT(claims).setProtectedHeader(protectedHeader).sign(privateKey);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  await started.addKey("es", "ES256");
  await started.addKey("rs", "RS256");
  return started;
}
