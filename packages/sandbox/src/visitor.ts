/** Walks the sandbox provider's pages as a person would, without a browser: for tests. */
import { parseSetCookie } from "cookie";
import type { SandboxAccountId } from "./accounts.ts";

export interface VisitorChoices {
  /** Ada unless told. */
  readonly account?: SandboxAccountId;
  /** Scopes to untick before allowing. */
  readonly untick?: readonly string[];
  /** Presses "Deny" instead of "Allow". */
  readonly deny?: boolean;
}

const redirectsMax = 10;

/**
 * Opens an authorization URL, signs in, answers the consent page. Resolves with the URL the
 * provider sends the browser to in the end: the client's redirect URI with its parameters. Rejects
 * when the provider shows an error page instead.
 */
export async function visit(authorizationUrl: string, choices: VisitorChoices = {}): Promise<URL> {
  const browser = createBrowser(new URL(authorizationUrl).origin);
  const signIn = await browser.open(authorizationUrl);
  if (signIn.page === undefined) return signIn.url;
  const account = choices.account ?? "sandbox-ada";
  const consent = await browser.submit(signIn.url, new URLSearchParams({ account }));
  if (consent.page === undefined) return consent.url;
  const untick = new Set(choices.untick);
  const answer = new URLSearchParams({ decision: choices.deny === true ? "deny" : "allow" });
  for (const scope of tickedScopes(consent.page)) {
    if (!untick.has(scope)) answer.append("scope", scope);
  }
  const end = await browser.submit(consent.url, answer);
  if (end.page !== undefined) throw new Error("The provider asks more than two questions.");
  return end.url;
}

/** The scopes that a consent page offers to untick. */
export function tickedScopes(consentPage: string): string[] {
  return [...consentPage.matchAll(/name="scope" value="([^"]+)"/g)].flatMap(
    (match) => match[1] ?? [],
  );
}

/** Where a browser stands: on a page of the provider, or sent to a URL elsewhere. */
export interface Place {
  readonly url: URL;
  /** The page's HTML; undefined when the URL is not the provider's. */
  readonly page: string | undefined;
}

/** A browser for one provider: keeps its cookies, follows its redirects, leaves for no other origin. */
export function createBrowser(origin: string): {
  open(url: string): Promise<Place>;
  submit(url: URL, form: URLSearchParams): Promise<Place>;
} {
  const cookies = new Map<string, { value: string; path: string }>();

  const request = async (url: URL, form?: URLSearchParams) => {
    const sent = [...cookies].filter(([, { path }]) => pathMatches(url.pathname, path));
    const cookie = sent.map(([key, { value }]) => `${nameOf(key)}=${value}`).join("; ");
    const answer = await fetch(url, {
      ...(form === undefined ? {} : { method: "POST", body: form }),
      headers: { accept: "text/html", ...(cookie === "" ? {} : { cookie }) },
      redirect: "manual",
    });
    for (const line of answer.headers.getSetCookie()) keepCookie(line);
    return answer;
  };
  const keepCookie = (line: string) => {
    const {
      name,
      value = "",
      path = "/",
    } = parseSetCookie(line, {
      // As a browser does: what is sent back is what came.
      decode: (text) => text,
    });
    const key = `${name} ${path}`;
    if (value === "") cookies.delete(key);
    else cookies.set(key, { value, path });
  };
  const follow = async (from: URL, first?: URLSearchParams): Promise<Place> => {
    let url = from;
    let form = first;
    for (let i = 0; i < redirectsMax; i += 1) {
      const answer = await request(url, form);
      const location = answer.headers.get("location");
      const page = await answer.text();
      if (location === null && !answer.ok)
        throw new Error(`The provider answered ${answer.status}.`);
      if (location === null) return { url, page };
      url = new URL(location, url);
      if (url.origin !== origin) return { url, page: undefined };
      form = undefined;
    }
    throw new Error("The provider redirects without end.");
  };
  return {
    open: (url) => follow(new URL(url)),
    submit: follow,
  };
}

function nameOf(key: string): string {
  return key.split(" ", 1)[0] ?? key;
}

/** RFC 6265, section 5.1.4. */
function pathMatches(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return cookiePath.endsWith("/") || ["", "/"].includes(path.charAt(cookiePath.length));
}
