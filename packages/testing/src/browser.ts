/**
 * A person at a browser, without one: follows our pages and the sandbox's with cookies, as a
 * browser would. The real browser's turn comes in the browser tests.
 */
import { type VisitorChoices, visit } from "@grantry/sandbox/visitor";

export interface Page {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
  readonly location: string | null;
}

export interface Jar {
  /** Cookies by name, of the server under test. */
  readonly cookies: Map<string, string>;
  get(url: string, init?: RequestInit): Promise<Page>;
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
  /** Takes over the cookies of an answer that a page's script received. */
  take(answer: Response): void;
}

/** An empty cookie jar. */
export function createJar(): Jar {
  const cookies = new Map<string, string>();
  const take = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      const name = pair.slice(0, at);
      const value = pair.slice(at + 1);
      if (value === "" || /Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const send = async (url: string, init: RequestInit = {}): Promise<Page> => {
    const headers = new Headers(init.headers);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie !== "") headers.set("cookie", cookie);
    const answer = await fetch(url, { ...init, headers, redirect: "manual" });
    take(answer);
    const text = await answer.text();
    const location = answer.headers.get("location");
    return { status: answer.status, url, text, headers: answer.headers, location };
  };
  return {
    cookies,
    take,
    get: (url, init) => send(url, init),
    post: (url, form, headers = {}) =>
      send(url, { method: "POST", body: new URLSearchParams(form), headers }),
  };
}

/** The hidden token of the confirmation page. */
export function confirmationTokenOf(page: Page): string {
  const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1];
  if (token === undefined) throw new Error(`no confirmation on this page: ${page.text}`);
  return token;
}

/** The provider's address on the page that follows the confirmation. */
export function departureOf(page: Page): string {
  const url = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.text)?.[1];
  if (url === undefined) throw new Error(`no departure on this page: ${page.text}`);
  return url.replaceAll("&amp;", "&");
}

/** The form on a page of an end that begins another attempt; undefined where it has none. */
export function restartOf({
  text,
}: Page): { readonly path: string; readonly token: string } | undefined {
  const [, path, token] =
    /<form method="post" action="([^"]+\/restart\/[^"]+)">\n<input type="hidden" name="token" value="([^"]+)">/.exec(
      text,
    ) ?? [];
  return path === undefined || token === undefined ? undefined : { path, token };
}

/** Opens a connect link, confirms where asked, and returns the provider's authorization address. */
export async function depart(jar: Jar, connectUrl: string): Promise<string> {
  const page = await jar.get(connectUrl);
  if (page.location !== null) return page.location;
  const token = confirmationTokenOf(page);
  return departureOf(await jar.post(connectUrl, { decision: "continue", token }));
}

/** Walks a whole consent and returns the last page of ours. */
export async function consent(
  jar: Jar,
  connectUrl: string,
  options: VisitorChoices = {},
): Promise<Page> {
  const authorizationUrl = await depart(jar, connectUrl);
  const callback = await visit(authorizationUrl, options);
  return await jar.get(callback.href);
}
