/**
 * Calls `/v1` with the session of the signed-in person. Its types are those of the OpenAPI document, as the SDK
 * has them. A call whose session has ended waits until the person has signed in again, and is then sent anew:
 * nothing that was typed is lost.
 */
import type { components, paths } from "../../../sdk/src/v1.generated.ts";
import { ownPath, send } from "../outside.ts";
import { Refused, TooLong, Unreachable } from "./failures.ts";
import { whenSignedInAgain } from "./session.ts";

/** What goes in and out, by the names of the OpenAPI document. */
export type Schemas = components["schemas"];

type Method = "get" | "post" | "put" | "patch" | "delete";
type Path = keyof paths;
/** The methods that an address has. */
type MethodOf<P extends Path> = {
  [M in Method]: NonNullable<paths[P][M]> extends never ? never : M;
}[Method];
type Operation<P extends Path, M extends Method> = NonNullable<paths[P][M]>;
type Json<Part> = Part extends { content: { "application/json": infer Body } } ? Body : never;
type Member<Part, Name extends string> = Part extends { readonly [name in Name]?: infer Value }
  ? Exclude<Value, undefined>
  : never;
type ParametersOf<O> = Member<O, "parameters">;
type AnswerOf<O> = Json<Member<O, "responses">[(200 | 201) & keyof Member<O, "responses">]>;

/** What a call is sent with. */
export interface Call<O> {
  readonly path?: Member<ParametersOf<O>, "path">;
  readonly query?: Member<ParametersOf<O>, "query">;
  readonly body?: Json<Member<O, "requestBody">>;
  /** Sent as it is, where the body is no JSON. */
  readonly file?: Blob;
  /** Of a call that creates: the same text for the same thing, so that it is made once. */
  readonly idempotencyKey?: string;
  /** Of a change of configuration: the `etag` of what it was decided on. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** Something as it was read, with the name of the state it was in. */
export type Seen<Thing> = Thing & { readonly etag: string };

/** Calls an operation. Rejects with `Refused` or `Unreachable`. */
export async function call<P extends Path, M extends MethodOf<P>>(
  method: M,
  path: P,
  given: Call<Operation<P, M>> = {},
): Promise<AnswerOf<Operation<P, M>>> {
  return (await jsonOf(await answered(method, path, given as Call<unknown>))) as AnswerOf<
    Operation<P, M>
  >;
}

/** Reads a piece of configuration that may be changed. Rejects as `call` does. */
export async function callSeen<P extends Path, M extends MethodOf<P>>(
  method: M,
  path: P,
  given: Call<Operation<P, M>>,
): Promise<Seen<AnswerOf<Operation<P, M>>>> {
  const response = await answered(method, path, given as Call<unknown>);
  const etag = response.headers.get("etag") ?? "";
  return Object.assign((await jsonOf(response)) as object, { etag }) as Seen<
    AnswerOf<Operation<P, M>>
  >;
}

/** A good answer, once the person is signed in. */
async function answered(method: string, path: string, given: Call<unknown>): Promise<Response> {
  for (;;) {
    const response = await ask(method, addressOf(path, given), given);
    if (response.ok) return response;
    const refused = new Refused(response.status, await jsonOf(response).catch(() => null));
    if (refused.code !== "unauthorized") throw refused;
    await whenSignedInAgain();
  }
}

function addressOf(
  path: string,
  { path: named, query }: Pick<Call<never>, never> & { path?: object; query?: object },
): string {
  const values = (named ?? {}) as Readonly<Record<string, string>>;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(values[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return ownPath(filled) + (text === "" ? "" : `?${text}`);
}

async function ask(
  method: string,
  address: string,
  {
    body,
    file,
    idempotencyKey,
    ifMatch,
    signal,
  }: Pick<Call<unknown>, "file" | "idempotencyKey" | "ifMatch" | "signal"> & { body?: unknown },
): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (file !== undefined) headers["content-type"] = file.type || "application/octet-stream";
  if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
  if (ifMatch !== undefined) headers["if-match"] = ifMatch;
  try {
    return await send(address, {
      method: method.toUpperCase(),
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new Unreachable("The server did not answer.", { cause });
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable("The server did not answer.", { cause });
  }
}

/** A new text for `idempotencyKey`. */
export const newKey = (): string => crypto.randomUUID();

const pageItems = 200;
/** Longer lists are not for a page that has them whole; a server that never ends one is stopped, too. */
const itemsMax = 100_000;

/**
 * All items of a list that is known to be short: apps, members, connectors. `read` asks for one page. Throws TooLong where
 * it is not: what is shown is never a part that looks like all of it.
 */
export async function allOf<Item>(
  read: (query: { limit: number; cursor?: string }) => Promise<{
    data: Item[];
    next_cursor: string | null;
  }>,
  max = itemsMax,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < max / pageItems; page += 1) {
    const answer = await read({ limit: pageItems, ...(cursor === null ? {} : { cursor }) });
    items.push(...answer.data);
    cursor = answer.next_cursor;
    if (cursor === null) return items;
  }
  throw new TooLong(max);
}
