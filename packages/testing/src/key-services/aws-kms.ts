/**
 * A stand-in for AWS KMS. It checks every request's Signature Version 4 in full, over what came in, and keeps keys that
 * encrypt for real, bound to the encryption context.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Received, startScriptedServer } from "../scripted-server.ts";
import { garbageOfAll, type KeyServiceDouble, type KeyState } from "./key-service.ts";
import { newAesKey, openWith, sealWith } from "./sealing.ts";

const region = "eu-central-1";
const accessKeyId = "AKIAGRANTRYTEST00001";
const secretAccessKey = "an-aws-secret-that-must-not-be-seen";
const sessionToken = "an-aws-session-token-that-must-not-be-seen";
const arnOf = (id: string) => `arn:aws:kms:${region}:111122223333:key/${id}`;
const keyArn = arnOf("1234abcd-12ab-34cd-56ef-1234567890ab");
const otherArn = arnOf("9999abcd-12ab-34cd-56ef-1234567890ab");
const differenceMsMax = 300_000;

/** The name of an error of the service. */
type Refusal = string;

export async function startAwsKms(): Promise<KeyServiceDouble> {
  const keys = new Map([keyArn, otherArn].map((arn) => [arn, newAesKey()]));
  let state: KeyState = "enabled";
  let takes = true;

  const server = await startScriptedServer({
    answers: {
      "/": (request) => {
        const headers = { "content-type": "application/x-amz-json-1.1" };
        const refused = takes ? wrongSignature(request) : "UnrecognizedClientException";
        const body = refused ?? act(request);
        if (typeof body !== "string") return { body, headers };
        return { status: 400, body: { __type: body, message: `${body} of ${keyArn}` }, headers };
      },
    },
  });

  function act({ headers, body }: Received): Refusal | Record<string, string> {
    const input = JSON.parse(body) as Record<string, unknown>;
    const arn = String(input["KeyId"]);
    const key = keys.get(arn);
    if (key === undefined) return "NotFoundException";
    if (state === "disabled") return "DisabledException";
    if (state === "gone") return "KMSInvalidStateException";
    if (state === "forbidden") return "AccessDeniedException";
    const context = contextOf(input["EncryptionContext"]);
    switch (headers["x-amz-target"]) {
      case "TrentService.Encrypt": {
        const sealed = sealWith(key, bytes(input["Plaintext"]), context);
        const blob = Buffer.concat([fingerprint(arn), sealed]);
        return { KeyId: arn, CiphertextBlob: blob.toString("base64") };
      }
      case "TrentService.Decrypt": {
        const blob = bytes(input["CiphertextBlob"]);
        const other = [...keys.keys()].find((one) => fingerprint(one).equals(blob.subarray(0, 8)));
        if (other === undefined) return "InvalidCiphertextException";
        if (other !== arn) return "IncorrectKeyException";
        const plain = openWith(key, blob.subarray(8), context);
        if (plain === null) return "InvalidCiphertextException";
        return { KeyId: arn, Plaintext: plain.toString("base64") };
      }
      default:
        return "UnknownOperationException";
    }
  }

  return {
    service: "awskms",
    location: `awskms:${keyArn}`,
    otherLocation: `awskms:${otherArn}`,
    environment: {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_ENDPOINT_URL_KMS: server.origin,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    stranger: { AWS_SECRET_ACCESS_KEY: "another" },
    sandbox: null,
    calls: () => server.requests,
    forget: () => {
      server.requests.length = 0;
    },
    every: (fault) => {
      server.faults.clear("/");
      if (fault !== null) server.faults.every("/", fault);
    },
    next: (fault, times) => server.faults.next("/", fault, times),
    everyCredential: null,
    set: (now) => {
      state = now;
    },
    throttled: {
      kind: "answer",
      status: 400,
      body: { __type: "ThrottlingException", message: "Rate exceeded" },
      headers: { "content-type": "application/x-amz-json-1.1" },
    },
    garbage: [
      ...garbageOfAll,
      { kind: "answer", body: { CiphertextBlob: "AA==", Plaintext: "AA==" } },
    ],
    takeCredentials: (taken) => {
      takes = taken;
    },
    close: server.close,
  };
}

function bytes(value: unknown): Buffer {
  return Buffer.from(String(value ?? ""), "base64");
}

/** Pairs in any order are the same context. */
function contextOf(value: unknown): string {
  return JSON.stringify(Object.entries((value ?? {}) as Record<string, string>).sort());
}

function fingerprint(arn: string): Buffer {
  return createHash("sha256").update(arn).digest().subarray(0, 8);
}

const credential = /^Credential=([^/]+)\/(\d{8})\/([^/]+)\/kms\/aws4_request$/;

/** What is wrong with the signature of a request; null where nothing is. */
function wrongSignature(request: Received): Refusal | null {
  const { headers, method, path, query, body } = request;
  const header = String(headers.authorization ?? "");
  const [scheme, ...fields] = header.split(/[ ,]+/);
  const [who, signed, signature] = fields;
  const [, id, day = "", where = ""] = credential.exec(who ?? "") ?? [];
  const names = (signed ?? "").replace(/^SignedHeaders=/, "").split(";");
  const time = String(headers["x-amz-date"] ?? "");
  const invalid = "InvalidSignatureException";
  if (scheme !== "AWS4-HMAC-SHA256" || id !== accessKeyId) return "UnrecognizedClientException";
  if (headers["x-amz-security-token"] !== sessionToken) return "UnrecognizedClientException";
  const must = ["host", "x-amz-date", "x-amz-target", "x-amz-security-token", "content-type"];
  if (must.some((name) => !names.includes(name)) || where !== region) return invalid;
  if (!time.startsWith(day) || Math.abs(epochMs(time) - Date.now()) > differenceMsMax)
    return invalid;
  const parameters = [...query].map((pair) => pair.map(encodeURIComponent).join("=")).sort();
  const canonical = [
    method,
    path,
    parameters.join("&"),
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/kms/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = [day, region, "kms", "aws4_request"].reduce<Buffer>(
    (one, part) => createHmac("sha256", one).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const right = Buffer.from(`Signature=${createHmac("sha256", key).update(text).digest("hex")}`);
  const given = Buffer.from(signature ?? "");
  return right.length === given.length && timingSafeEqual(right, given) ? null : invalid;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function epochMs(time: string): number {
  return Date.parse(
    time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
}
