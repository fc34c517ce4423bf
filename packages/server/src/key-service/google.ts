/**
 * Keys of Google Cloud KMS: the two calls by REST, credentials as `google-auth-library` finds them. Google's own
 * client of the service speaks gRPC, over which neither our deadline nor our bounds can be laid.
 * https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys
 */
import { KeyServiceFailure, wordsOf } from "./failure.ts";
import type { KeyLocation } from "./location.ts";
import { loadOptional } from "./optional-package.ts";
import { bytesOfBase64, type ServiceKey } from "./service.ts";
import { fetchBy, jsonOf, objectOf, retryAfterOf, type Transport } from "./transport.ts";

/** What is used of the package. */
interface AuthLibrary {
  readonly GoogleAuth: new (options: {
    readonly scopes: string;
    readonly clientOptions: {
      readonly transporterOptions: {
        readonly fetchImplementation: ReturnType<typeof fetchBy>;
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
  const transporterOptions = { fetchImplementation: fetchBy(transport), retry: false };
  const auth = new GoogleAuth({ scopes: scope, clientOptions: { transporterOptions } });

  async function token(): Promise<string> {
    try {
      const found = await auth.getAccessToken();
      if (typeof found === "string" && found !== "") return found;
    } catch (thrown) {
      throw noCredentials(name, thrown);
    }
    throw noCredentials(name, null);
  }

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

/** A token endpoint that is away is away; anything else is a matter of how the server is set up. */
function noCredentials(name: string, thrown: unknown): KeyServiceFailure {
  const cause = causeOf(thrown);
  if (cause !== null) return cause;
  const status = statusOf(thrown);
  const words = wordsOf(thrown instanceof Error ? thrown.message : "there are none");
  const message = `No access token for ${name}: ${words}`;
  const passes = status !== null && (status >= 500 || status === 429);
  return new KeyServiceFailure(passes ? "away" : "refused", message, { cause: thrown });
}

/** What our own transport threw, however deep the library has wrapped it. */
function causeOf(thrown: unknown): KeyServiceFailure | null {
  let one = thrown;
  for (let depth = 0; depth < 5 && one instanceof Error; depth += 1) {
    if (one instanceof KeyServiceFailure) return one;
    one = one.cause;
  }
  return null;
}

function statusOf(thrown: unknown): number | null {
  const response = objectOf(objectOf(thrown)?.["response"]);
  const status = response?.["status"];
  return typeof status === "number" ? status : null;
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
