/**
 * An authenticator in a test's own hands (WebAuthn level 3): it makes a passkey and signs as a device would, or as one would that
 * is not to be trusted. What a real browser does is shown in real Chromium; what no browser would do, by this.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** What a page asks, and how the answer is to be; what is left out is right. */
export interface Asked {
  readonly challenge: string;
  readonly rpId: string;
  /** Of the page, as the browser says it. */
  readonly origin: string;
  readonly type?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
}

type Cbor = number | string | Uint8Array | readonly (readonly [number | string, Cbor])[];

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

/** Of RFC 8949 what an attestation object needs: small integers, bytes, texts, maps. */
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const members = value.flatMap(([key, member]) => [cbor(key), cbor(member)]);
  return Buffer.concat([head(5, value.length), ...members]);
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const base64url = (data: Uint8Array) => Buffer.from(data).toString("base64url");

function clientDataOf({ type, challenge, origin }: Asked, usual: string): Buffer {
  return Buffer.from(
    JSON.stringify({ type: type ?? usual, challenge, origin, crossOrigin: false }),
  );
}

/** Present, and verified by PIN or finger (section 6.1). */
function authenticatorData(
  { rpId, userVerified = true, counter = 0 }: Asked,
  attested: Uint8Array = Buffer.alloc(0),
): Buffer {
  const flags = 1 | (userVerified ? 4 : 0) | (attested.length > 0 ? 64 : 0);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested]);
}

/** A new passkey, ES256. */
export function createPasskey() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const credentialId = randomBytes(16);
  const id = base64url(credentialId);
  const coordinates = [x, y].map((one) => Buffer.from(one, "base64url"));
  const cose = cbor([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, coordinates[0] ?? Buffer.alloc(32)],
    [-3, coordinates[1] ?? Buffer.alloc(32)],
  ]);
  const attested = Buffer.concat([
    Buffer.alloc(16),
    Buffer.from([0, credentialId.length]),
    credentialId,
    cose,
  ]);
  return {
    id,
    /** The answer to `navigator.credentials.create`; `attestation`: of another format than none. */
    registration(asked: Asked, attestation: readonly [string, Cbor] = ["none", []]) {
      const [fmt, attStmt] = attestation;
      const authData = authenticatorData(asked, attested);
      return {
        id,
        rawId: id,
        type: "public-key",
        response: {
          clientDataJSON: base64url(clientDataOf(asked, "webauthn.create")),
          attestationObject: base64url(
            cbor([
              ["fmt", fmt],
              ["attStmt", attStmt],
              ["authData", authData],
            ]),
          ),
          transports: ["internal"],
        },
      };
    },
    /** The answer to `navigator.credentials.get`; `as`: the user that it says it is of, and the id that it gives. */
    assertion(asked: Asked, as: { readonly user: string; readonly id?: string }) {
      const clientData = clientDataOf(asked, "webauthn.get");
      const data = authenticatorData(asked);
      const signature = sign("sha256", Buffer.concat([data, sha256(clientData)]), privateKey);
      return {
        id: as.id ?? id,
        rawId: as.id ?? id,
        type: "public-key",
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(data),
          signature: base64url(signature),
          userHandle: base64url(Buffer.from(as.user)),
        },
      };
    },
  };
}

export type TestPasskey = ReturnType<typeof createPasskey>;
