/**
 * A stand-in for Google Cloud KMS and its token endpoint: a service account signs in by a JWT, which is checked, and
 * the token that it gets opens the key for its time.
 */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportPKCS8, generateKeyPair, jwtVerify } from "jose";
import { type Received, startScriptedServer } from "../scripted-server.ts";
import { garbageOfAll, type KeyServiceDouble, type KeyState } from "./key-service.ts";
import { newAesKey, openWith, sealWith } from "./sealing.ts";

const ring = "projects/grantry-test/locations/europe-west3/keyRings/grantry/cryptoKeys";
const host = "/~/cloudkms.googleapis.com/v1";
const tokenUrl = "https://oauth2.googleapis.com/token";
const tokenPath = "/~/oauth2.googleapis.com/token";
const account = "grantry@grantry-test.iam.gserviceaccount.com";

const codes = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
} as const;

function refusal(status: keyof typeof codes, message: string) {
  return { status: codes[status], body: { error: { code: codes[status], message, status } } };
}

/** `folder`: where the service account's file is written. */
export async function startGoogleKms(folder: string): Promise<KeyServiceDouble> {
  const keys = new Map(["main", "other"].map((name) => [`${ring}/${name}`, newAesKey()]));
  const pair = await generateKeyPair("RS256", { extractable: true });
  const other = await generateKeyPair("RS256", { extractable: true });
  const credentials = await writeAccount(join(folder, "account.json"), pair.privateKey);
  const stranger = await writeAccount(join(folder, "stranger.json"), other.privateKey);
  const tokens = new Set<string>();
  let state: KeyState = "enabled";
  let takes = true;

  async function issue({ form }: Received) {
    const invalid = { status: 400, body: { error: "invalid_grant", error_description: "Bad." } };
    if (!takes) return invalid;
    try {
      const { payload } = await jwtVerify(form.get("assertion") ?? "", pair.publicKey, {
        issuer: account,
        audience: tokenUrl,
        algorithms: ["RS256"],
        maxTokenAge: 3_600,
      });
      const isRight =
        form.get("grant_type") === "urn:ietf:params:oauth:grant-type:jwt-bearer" &&
        payload["scope"] === "https://www.googleapis.com/auth/cloudkms";
      if (!isRight) return invalid;
    } catch {
      return invalid;
    }
    const access_token = `ya29.${randomBytes(16).toString("hex")}`;
    tokens.add(access_token);
    return { body: { access_token, expires_in: 3_600, token_type: "Bearer" } };
  }

  function act({ path, headers, body }: Received) {
    const token = String(headers.authorization ?? "").replace(/^Bearer /, "");
    if (!takes || !tokens.has(token)) return refusal("UNAUTHENTICATED", "Invalid credentials.");
    const [name = "", verb] = path.slice(host.length + 1).split(":");
    const key = keys.get(name);
    if (key === undefined || state === "gone") return refusal("NOT_FOUND", `${name} not found.`);
    if (state === "forbidden") return refusal("PERMISSION_DENIED", `Permission denied on ${name}.`);
    if (state === "disabled") return refusal("FAILED_PRECONDITION", `${name} is not enabled.`);
    const input = JSON.parse(body) as Record<string, string>;
    const additional = input["additionalAuthenticatedData"] ?? "";
    if (verb === "encrypt") {
      const sealed = sealWith(key, Buffer.from(input["plaintext"] ?? "", "base64"), additional);
      return {
        body: { name: `${name}/cryptoKeyVersions/1`, ciphertext: sealed.toString("base64") },
      };
    }
    const plain = openWith(key, Buffer.from(input["ciphertext"] ?? "", "base64"), additional);
    if (plain === null) {
      return refusal("INVALID_ARGUMENT", "Decryption failed: the ciphertext is invalid.");
    }
    return { body: { plaintext: plain.toString("base64") } };
  }

  const server = await startScriptedServer({ answers: { [tokenPath]: issue, "*": act } });
  return {
    service: "gcpkms",
    location: `gcpkms:${ring}/main`,
    otherLocation: `gcpkms:${ring}/other`,
    environment: { GOOGLE_APPLICATION_CREDENTIALS: credentials },
    stranger: { GOOGLE_APPLICATION_CREDENTIALS: stranger },
    sandbox: server.origin,
    calls: () => server.requests.filter(({ path }) => path.startsWith(host)),
    forget: () => {
      server.requests.length = 0;
    },
    every: (fault) => {
      server.faults.clear("*");
      if (fault !== null) server.faults.every("*", fault);
    },
    next: (fault, times) => server.faults.next("*", fault, times),
    everyCredential: (fault) => {
      server.faults.clear(tokenPath);
      if (fault !== null) server.faults.every(tokenPath, fault);
    },
    set: (now) => {
      state = now;
    },
    throttled: { kind: "answer", ...refusal("RESOURCE_EXHAUSTED", "Quota exceeded.") },
    garbage: [...garbageOfAll, { kind: "answer", body: { ciphertext: "AA==", plaintext: "AA==" } }],
    takeCredentials: (taken) => {
      takes = taken;
    },
    close: server.close,
  };
}

/** A service account's file, as Google gives it out. */
async function writeAccount(path: string, privateKey: CryptoKey): Promise<string> {
  const content = {
    type: "service_account",
    project_id: "grantry-test",
    private_key_id: "one",
    private_key: await exportPKCS8(privateKey),
    client_email: account,
    client_id: "1",
    token_uri: tokenUrl,
  };
  await writeFile(path, JSON.stringify(content), { mode: 0o600 });
  return path;
}
