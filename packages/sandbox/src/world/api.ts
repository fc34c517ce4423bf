/** Calls of a provider's API that a test adds to the documented ones. */
import type { DialectAnswer } from "../dialect/fixture.ts";
import type { Received } from "../dialect/received.ts";
import { bodyFields } from "../dialect/request.ts";
import type { Script } from "../dialect/script.ts";
import type { Stage } from "../dialect/stage.ts";
import type { Grant } from "../dialect/state.ts";
import type { Answer } from "../faults.ts";
import { parseAddress } from "./endpoints.ts";

/** Method and address of one call, such as `GET https://api.github.com/user/repos`. */
export type ApiCall = `${Uppercase<string>} https://${string}`;

/** A call that came with an access token that works. */
export interface ApiRequest<User extends string> {
  /** Whose token it is. */
  readonly user: User;
  /** What they allowed. */
  readonly scopes: readonly string[];
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly body: string;
  /** Of the query and of the body, be that a form or JSON. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What is answered (200 and JSON unless told), or how that is worked out. */
export type ApiAnswer<User extends string> = Answer | ((request: ApiRequest<User>) => Answer);

/** Adds it. Throws for what is no call. */
export function addCall<User extends string>(
  stage: Stage,
  script: Script,
  call: string,
  answer: ApiAnswer<User>,
): void {
  const address = parseAddress(call);
  const [method = "", url = ""] = call.split(" ");
  if (address === null) {
    throw new Error(`"${call}" is no call: write it as "GET https://api.example.com/path".`);
  }
  stage.addPlay(address, {
    script,
    role: "account",
    call: { request: { method, url, headers: {} }, answer: answerOf({}) },
    own: (received, grant) =>
      answerOf(typeof answer === "function" ? answer(requestOf<User>(received, grant)) : answer),
  });
}

function requestOf<User extends string>(received: Received, grant: Grant): ApiRequest<User> {
  return {
    user: (grant.holder?.key ?? "") as User,
    scopes: grant.scopes,
    ...received,
    parameters: Object.fromEntries([...received.url.searchParams, ...bodyFields(received)]),
  };
}

function answerOf({ status = 200, body, headers = {} }: Answer): DialectAnswer {
  const typed = body === undefined ? headers : { "content-type": "application/json", ...headers };
  return { status, headers: typed, body: body === undefined ? null : body };
}
