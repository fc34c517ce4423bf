/**
 * Keys of Google Cloud KMS: the two calls by REST, credentials as `google-auth-library` finds them. Google's own
 * client of the service speaks gRPC, over which neither our deadline nor our bounds can be laid.
 * https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys
 */
import { KeyServiceFailure, wordsOf } from "./failure.ts";
import type { KeyLocation } from "./location.ts";
import { loadOptional } from "./optional-package.ts";
import { bytesOfBase64, type ServiceKey } from "./service.ts";
import {
  type CredentialCalls,
  credentialCalls,
  jsonOf,
  objectOf,
  retryAfterOf,
  type Transport,
} from "./transport.ts";

/** What is used of the package. */
interface AuthLibrary {
  readonly GoogleAuth: new (options: {
    readonly scopes: string;
    readonly clientOptions: {
      readonly transporterOptions: {
        readonly fetchImplementation: CredentialCalls["fetch"];
        readonly retry: boolean;
      };
    };
  }) => { getAccessToken(): Promise<string | null | undefined> };
}

const scope = "https://www.googleapis.com/auth/cloudkms";

export async function googleKey(
  { name, origin }: Extract<KeyLocation, { service: "gcpkms" }>,
  transport: Transport,
): Promise<ServiceKey> {
  const { GoogleAuth } = await loadOptional<AuthLibrary>("google-auth-library", "11");
  const credentials = credentialCalls(transport);
  const transporterOptions = { fetchImplementation: credentials.fetch, retry: false };
  const auth = new GoogleAuth({ scopes: scope, clientOptions: { transporterOptions } });
  const token = () => credentials.token(name, () => auth.getAccessToken());

  async function call(verb: "encrypt" | "decrypt", body: Record<string, string>) {
    const answer = await transport.call({
      method: "POST",
      url: `${origin}/v1/${name}:${verb}`,
      headers: { "content-type": "application/json", authorization: `Bearer ${await token()}` },
      body: JSON.stringify(body),
    });
    const json = await jsonOf(answer);
    if (answer.status !== 200) throw failureOf(name, verb, answer, objectOf(json?.["error"]));
    return json;
  }

  return {
    service: "gcpkms",
    title: name,
    encrypt: async (plain, context) => {
      const json = await call("encrypt", {
        plaintext: base64(plain),
        additionalAuthenticatedData: base64(context),
      });
      return bytesOfBase64(json?.["ciphertext"]) ?? unread(name);
    },
    decrypt: async (sealed, context) => {
      const json = await call("decrypt", {
        ciphertext: base64(sealed),
        additionalAuthenticatedData: base64(context),
      });
      return bytesOfBase64(json?.["plaintext"]) ?? unread(name);
    },
  };
}

function base64(value: Uint8Array | string): string {
  return Buffer.from(value).toString("base64");
}

function unread(name: string): never {
  throw new KeyServiceFailure("away", `${name} answers what cannot be read.`);
}

function failureOf(
  name: string,
  verb: "encrypt" | "decrypt",
  answer: Response,
  error: Readonly<Record<string, unknown>> | null,
): KeyServiceFailure {
  const { status } = answer;
  const words = wordsOf(error?.["message"]) || "nothing that can be read";
  const message = `${name} answers ${status}: ${words}`;
  if (status === 429) {
    return new KeyServiceFailure("busy", message, { retryAfterSeconds: retryAfterOf(answer) });
  }
  if (status >= 500) return new KeyServiceFailure("away", message);
  // A key that is disabled or destroyed is FAILED_PRECONDITION.
  const isUnknown = verb === "decrypt" && error?.["status"] === "INVALID_ARGUMENT";
  return new KeyServiceFailure(isUnknown ? "not_its_own" : "refused", message);
}
