/**
 * Keys of AWS KMS, by the official client (`@aws-sdk/client-kms`), which signs and finds credentials; what it sends
 * goes by our transport, and no oftener than it is told.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
import type { OutboundRequest } from "../lib/outbound.ts";
import { KeyServiceFailure, wordsOf } from "./failure.ts";
import type { KeyLocation } from "./location.ts";
import { loadOptional } from "./optional-package.ts";
import type { ServiceKey } from "./service.ts";
import { bodyOf, methodOf, objectOf, type Transport } from "./transport.ts";

interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface CommandInput {
  readonly KeyId: string;
  readonly EncryptionContext: Readonly<Record<string, string>>;
  readonly Plaintext?: Uint8Array;
  readonly CiphertextBlob?: Uint8Array;
}
interface CommandOutput {
  readonly Plaintext?: unknown;
  readonly CiphertextBlob?: unknown;
}
type Command = new (input: CommandInput) => object;

/** What is used of the package. */
interface Sdk {
  readonly KMSClient: new (options: {
    readonly region: string;
    readonly maxAttempts: number;
    readonly requestHandler: object;
  }) => { send(command: object): Promise<CommandOutput>; destroy(): void };
  readonly EncryptCommand: Command;
  readonly DecryptCommand: Command;
}

export async function awsKey(
  { keyArn: KeyId, region }: Extract<KeyLocation, { service: "awskms" }>,
  transport: Transport,
): Promise<ServiceKey> {
  const { KMSClient, EncryptCommand, DecryptCommand } = await loadOptional<Sdk>(
    "@aws-sdk/client-kms",
    "3",
  );
  const client = new KMSClient({ region, maxAttempts: 1, requestHandler: handlerBy(transport) });

  async function call(command: object, member: keyof CommandOutput): Promise<Uint8Array> {
    let output: CommandOutput;
    try {
      output = await client.send(command);
    } catch (thrown) {
      throw failureOf(KeyId, thrown);
    }
    const bytes = output[member];
    if (bytes instanceof Uint8Array && bytes.length > 0) return new Uint8Array(bytes);
    throw new KeyServiceFailure("away", `${KeyId} answers what cannot be read.`);
  }

  const bound = (context: string) => ({ KeyId, EncryptionContext: { "grantry:for": context } });
  return {
    service: "awskms",
    title: KeyId,
    encrypt: (Plaintext, context) =>
      call(new EncryptCommand({ ...bound(context), Plaintext }), "CiphertextBlob"),
    decrypt: (CiphertextBlob, context) =>
      call(new DecryptCommand({ ...bound(context), CiphertextBlob }), "Plaintext"),
  };
}

function handlerBy(transport: Transport) {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle: async (request: SdkRequest) => {
      const answer = await transport.call(outboundRequest(request));
      const body = new Uint8Array(await answer.arrayBuffer());
      const { status: statusCode, headers } = answer;
      return { response: { statusCode, headers: Object.fromEntries(headers), body } };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

function outboundRequest(request: SdkRequest): OutboundRequest {
  const { protocol, hostname, port, path, query = {}, method, headers, body } = request;
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? ""].flat()) url.searchParams.append(name, one);
  }
  // The client has signed it for the host that the address names: undici says that itself.
  const { host: _host, "content-length": _length, ...others } = headers;
  return { method: methodOf(method), url: url.href, headers: others, ...bodyOf(body) };
}

/** Names of errors as the service and the client's own parts have them. */
const busy =
  /^(Throttling|ThrottlingException|TooManyRequestsException|LimitExceededException|RequestLimitExceeded)$/;
const notItsOwn = /^(InvalidCiphertextException|IncorrectKeyException)$/;
const refused =
  /^(CredentialsProviderError|TokenProviderError|ExpiredTokenException|InvalidSignatureException|RegionMissing)$/;

function failureOf(key: string, thrown: unknown): KeyServiceFailure {
  if (thrown instanceof KeyServiceFailure) return thrown;
  const { name, message } =
    thrown instanceof Error ? thrown : { name: "no error", message: "nothing that can be read" };
  const text = `${key}: ${wordsOf(name)}: ${wordsOf(message)}`;
  const status = objectOf(objectOf(thrown)?.["$metadata"])?.["httpStatusCode"];
  const kindOf = () => {
    if (notItsOwn.test(name)) return "not_its_own" as const;
    if (busy.test(name) || status === 429) return "busy" as const;
    const isAnswer = typeof status === "number" && status >= 400 && status < 500;
    return refused.test(name) || isAnswer ? ("refused" as const) : ("away" as const);
  };
  return new KeyServiceFailure(kindOf(), text, { cause: thrown });
}
