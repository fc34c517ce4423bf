/** Consents that an app completes, as its page or backend and the person's browser go through them. */
import { hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { type VisitorChoices, visit } from "@grantry/sandbox/visitor";
import type { Answer, UserApi } from "./api.ts";
import { createJar, type Jar, type Page } from "./browser.ts";
import { ids } from "./harness.ts";

/** What a browser says in whose window a person goes to an address; `fetch` itself says that it is none. */
const shown = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

/** Goes to an address of the server in a browser's own window. */
export async function goTo(
  { cookies, take }: Jar,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const sent = request(url, { headers: { ...shown, ...headers, ...(cookie && { cookie }) } });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const body = await text(answer);
  const got = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    for (const value of values ?? []) got.append(name, value);
  take(new Response(null, { headers: got }));
  const location = got.get("location");
  return { status: answer.statusCode ?? 0, url, text: body, headers: got, location };
}

export interface Challenge {
  readonly verifier: string;
  readonly challenge: string;
}

export function newChallenge(): Challenge {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: hash("sha256", verifier, "base64url") };
}

export interface Begun extends Challenge {
  readonly id: string;
  readonly link: string;
}

export const returnUrl = "https://app.example.com/connected";

/** Starts for a user, with a challenge. */
export async function begin(
  user: UserApi,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Begun> {
  const proof = newChallenge();
  const { challenge } = proof;
  const asked = { connector_id: ids.userConnector, return_url: returnUrl, challenge, ...more };
  const { status, body } = await user.own("POST", "authorizations", asked);
  if (status !== 201) throw new Error(`not started: ${JSON.stringify(body)}`);
  return { ...proof, id: body.id, link: body.connect_url };
}

export interface CameBack {
  readonly jar: Jar;
  /** The answer of the redirection endpoint. */
  readonly page: Page;
  /** Where the provider sent the browser. */
  readonly callback: string;
  /** Where the browser is now, on the app's side. */
  readonly url: URL;
  readonly code: string;
}

/** A person opens the link and consents; their browser comes back to the app. */
export async function comeBack(
  link: string,
  choices: VisitorChoices = {},
  jar: Jar = createJar(),
): Promise<CameBack> {
  const departure = await goTo(jar, link);
  if (departure.location === null) throw new Error(`no departure: ${departure.text}`);
  const callback = (await visit(departure.location, choices)).href;
  const page = await goTo(jar, callback);
  if (page.location === null) throw new Error(`not sent back: ${page.text}`);
  const url = new URL(page.location);
  return { jar, page, callback, url, code: url.searchParams.get("grantry_code") ?? "" };
}

/** Completes for a user. */
export function complete(
  user: UserApi,
  id: string,
  proofs: { readonly code: string; readonly verifier?: string },
): Promise<Answer> {
  const { code, verifier } = proofs;
  return user.own("POST", `authorizations/${id}/complete`, { code, verifier });
}
