/**
 * A stand-in for Azure Key Vault and Microsoft's token endpoint: an application signs in by its secret, and the token
 * is a JWT whose audience the vault checks. The key is RSA and wraps for real.
 */
import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from "node:crypto";
import { generateKeyPair, jwtVerify, SignJWT } from "jose";
import { type Received, startScriptedServer } from "../scripted-server.ts";
import { garbageOfAll, type KeyServiceDouble, type KeyState } from "./key-service.ts";

const vault = "grantry-test.vault.azure.net";
const tenant = "11111111-2222-3333-4444-555555555555";
const clientId = "66666666-7777-8888-9999-000000000000";
const clientSecret = "an-azure-secret-that-must-not-be-seen";
const tokenPath = `/~/login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
const version = "0123456789abcdef0123456789abcdef";
const issuer = `https://sts.windows.net/${tenant}/`;
const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" } as const;

function refusal(status: number, code: string, inner?: string) {
  const innererror = inner === undefined ? {} : { innererror: { code: inner } };
  return { status, body: { error: { code, message: `${code}: ${inner ?? "no"}`, ...innererror } } };
}

export async function startAzureKeyVault(): Promise<KeyServiceDouble> {
  const keys = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>(
    ["main", "other"].map((name) => [
      `/~/${vault}/keys/${name}/${version}`,
      generateKeyPairSync("rsa", { modulusLength: 2048 }),
    ]),
  );
  const signing = await generateKeyPair("RS256");
  let state: KeyState = "enabled";
  let takes = true;

  async function issue({ form }: Received) {
    const isRight =
      takes &&
      form.get("grant_type") === "client_credentials" &&
      form.get("client_id") === clientId &&
      form.get("client_secret") === clientSecret &&
      (form.get("scope") ?? "").split(" ").includes("https://vault.azure.net/.default");
    if (!isRight) {
      const body = { error: "invalid_client", error_description: "AADSTS7000215: no." };
      return { status: 401, body };
    }
    const access_token = await new SignJWT({ appid: clientId, tid: tenant })
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(issuer)
      .setAudience("https://vault.azure.net")
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(signing.privateKey);
    return {
      body: { access_token, expires_in: 3_599, ext_expires_in: 3_599, token_type: "Bearer" },
    };
  }

  async function act({ path, query, headers, body }: Received) {
    const token = String(headers.authorization ?? "").replace(/^Bearer /, "");
    const isKnown = await jwtVerify(token, signing.publicKey, {
      issuer,
      audience: "https://vault.azure.net",
      algorithms: ["RS256"],
    }).then(
      () => takes,
      () => false,
    );
    if (!isKnown) return refusal(401, "Unauthorized");
    const [, name = "", verb] = /^(.*)\/(wrapkey|unwrapkey)$/.exec(path) ?? [];
    const key = keys.get(name);
    if (key === undefined || state === "gone") return refusal(404, "KeyNotFound");
    if (state === "forbidden") return refusal(403, "Forbidden", "ForbiddenByRbac");
    if (state === "disabled") return refusal(403, "Forbidden", "KeyDisabled");
    const input = JSON.parse(body) as Record<string, string>;
    if (query.get("api-version") !== "7.4" || input["alg"] !== "RSA-OAEP-256") {
      return refusal(400, "BadParameter");
    }
    const value = Buffer.from(input["value"] ?? "", "base64url");
    try {
      const result =
        verb === "wrapkey"
          ? publicEncrypt({ key: key.publicKey, ...padding }, value)
          : privateDecrypt({ key: key.privateKey, ...padding }, value);
      const kid = `https:/${name.slice(2)}`;
      return { body: { kid, value: result.toString("base64url") } };
    } catch {
      return refusal(400, "BadParameter");
    }
  }

  const server = await startScriptedServer({ answers: { [tokenPath]: issue, "*": act } });
  const locationOf = (name: string) => `azurekv:https://${vault}/keys/${name}/${version}`;
  return {
    service: "azurekv",
    location: locationOf("main"),
    otherLocation: locationOf("other"),
    environment: {
      AZURE_TENANT_ID: tenant,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
      AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential",
    },
    stranger: { AZURE_CLIENT_SECRET: "another" },
    sandbox: server.origin,
    calls: () => server.requests.filter(({ path }) => path.startsWith(`/~/${vault}/`)),
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
    throttled: { kind: "answer", ...refusal(429, "Throttled") },
    garbage: [...garbageOfAll, { kind: "answer", body: { value: "AAAA" } }],
    takeCredentials: (taken) => {
      takes = taken;
    },
    close: server.close,
  };
}
