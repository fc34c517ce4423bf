/**
 * Whether an API's answer says that the token is over. How an API says it is declared by the server's
 * catalogue; here an answer is held against that, and no more of it is looked at than a refusal has.
 */
import { discard } from "./answer.ts";

/** Holds where everything given holds. */
interface SignPart {
  readonly header?: { readonly name: string; readonly holds: string };
  readonly body?: {
    readonly at: readonly string[];
    readonly equals: readonly string[];
    readonly starts_with: readonly string[];
  };
}

/** One kind of answer: its status is one of these, what is given holds, and no exception does. */
interface RefusalSign extends SignPart {
  readonly statuses: readonly number[];
  readonly unless: readonly SignPart[];
}

/** What the server says of an API, in its own spelling. */
export interface ApiRefusals {
  readonly refused_token: readonly RefusalSign[];
  /** Wins over the other. */
  readonly missing_scope: readonly RefusalSign[];
}

/** RFC 6750 section 3.1. */
export const plainRefusals: ApiRefusals = {
  refused_token: [{ statuses: [401], unless: [] }],
  missing_scope: [],
};

/** A refusal is shorter. */
const bytesMax = 16_384;
/** What has not come by then is no refusal. */
const peekMs = 2_000;

/** Whether the answer refuses the token. Its body stays unread, and is not waited for in vain. */
export async function refusesToken(rules: ApiRefusals, response: Response): Promise<boolean> {
  const ofStatus = (signs: readonly RefusalSign[]) =>
    signs.filter(({ statuses }) => statuses.includes(response.status));
  const refusing = ofStatus(rules.refused_token);
  if (refusing.length === 0) return false;
  const lacking = ofStatus(rules.missing_scope);
  const parts = [...refusing, ...lacking].flatMap((sign) => [sign, ...sign.unless]);
  const document = parts.some(({ body }) => body !== undefined)
    ? parse(await peek(response))
    : undefined;
  const holds = (part: SignPart) => holdsPart(part, response.headers, document);
  const shows = (sign: RefusalSign) => holds(sign) && !sign.unless.some(holds);
  return !lacking.some(shows) && refusing.some(shows);
}

/** The beginning of the answer's text, from a copy; undefined where it cannot be a short refusal. */
export async function peek(response: Response): Promise<string | undefined> {
  const { headers, ok } = response;
  if (Number(headers.get("Content-Length") ?? 0) > bytesMax) return undefined;
  if (ok && headers.get("Content-Type")?.includes("json") !== true) return undefined;
  const copy = response.clone();
  const { text, isWhole } = await readSome(copy);
  return isWhole ? text : undefined;
}

/** An answer to keep in place of this one: with no more of its body than a refusal has. */
export async function keepRefusal(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  // What is kept is inflated, and may be shorter.
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const { text } = await readSome(response);
  return new Response(text, { status: response.status, statusText: response.statusText, headers });
}

/** Reads up to a bound and up to a moment, and lets go of the rest. */
async function readSome(message: Response): Promise<{ text: string; isWhole: boolean }> {
  const reader = message.body?.getReader();
  if (reader === undefined) return { text: "", isWhole: true };
  const decoder = new TextDecoder();
  let text = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), peekMs);
  });
  try {
    for (let size = 0; size <= bytesMax; ) {
      const piece = await Promise.race([reader.read(), late]);
      if (piece === undefined) break;
      if (piece.done) return { text: text + decoder.decode(), isWhole: true };
      size += piece.value.byteLength;
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch {
    // An answer that breaks off is the caller's to find out.
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
    discard(message);
  }
  return { text: text.slice(0, bytesMax), isWhole: false };
}

/** The JSON; the text itself where it is none. */
function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function holdsPart({ header, body }: SignPart, headers: Headers, document: unknown): boolean {
  if (header !== undefined) {
    const value = headers.get(header.name)?.toLowerCase();
    if (value?.includes(header.holds.toLowerCase()) !== true) return false;
  }
  if (body === undefined) return true;
  return textsAt(document, body.at).some(
    (text) =>
      body.equals.includes(text) || body.starts_with.some((start) => text.startsWith(start)),
  );
}

/** The texts and numbers that stand at a place; `*` is every entry of a list. */
function textsAt(value: unknown, [step, ...rest]: readonly string[]): string[] {
  if (step === undefined) {
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (step === "*") {
    return Array.isArray(value) ? value.flatMap((entry: unknown) => textsAt(entry, rest)) : [];
  }
  return Object.hasOwn(value, step) ? textsAt((value as Record<string, unknown>)[step], rest) : [];
}
