/**
 * What adding a passkey and signing in by one have in common (WebAuthn level 3): for whom it is, and a challenge that is
 * answered once, by the browser that was asked, within minutes.
 */
import { GrantryError } from "../../../lib/error.ts";
import { type Challenge, insertChallenge, takeChallenge } from "../../../store/passkeys.ts";
import type { AccountsContext } from "../context.ts";

/** How long a browser has for an answer: five minutes. */
export const challengeSeconds = 300;

/** For whom passkeys are: the host of the public URL, and pages of its origin. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** Browsers know passkeys of domains alone, and on pages that came by https or from the machine itself. */
export function relyingPartyOf({
  publicUrl,
}: Pick<AccountsContext, "publicUrl">): RelyingParty | undefined {
  const { hostname, origin, protocol } = new URL(publicUrl);
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  if (isAddress || (protocol !== "https:" && !isLocal)) return undefined;
  return { id: hostname, origin };
}

/** Throws passkey_refused where no browser would make a passkey for this server. */
export function requireRelyingParty(context: Pick<AccountsContext, "publicUrl">): RelyingParty {
  const party = relyingPartyOf(context);
  if (party !== undefined) return party;
  throw passkeyRefused(withoutPasskeys(context.publicUrl));
}

function withoutPasskeys(publicUrl: string): string {
  const { hostname, port, protocol } = new URL(publicUrl);
  if (/^127\.|^\[::1\]$/.test(hostname)) {
    const local = `${protocol}//localhost${port === "" ? "" : `:${port}`}`;
    return `Browsers keep passkeys for names, not for addresses such as ${hostname}. Start the server with GRANTRY_PUBLIC_URL=${local} and open it there. Redirect URIs at providers begin with it then, too.`;
  }
  return "Browsers keep passkeys for a server that is reached by a name and by https. GRANTRY_PUBLIC_URL says how this one is reached.";
}

export function passkeyRefused(detail: string): GrantryError {
  return new GrantryError("passkey_refused", { detail });
}

/** Remembers what the library has made up for a browser to sign. */
export async function keepChallenge(
  { store, clock }: Pick<AccountsContext, "store" | "clock">,
  challenge: Challenge,
): Promise<void> {
  await insertChallenge(store, challenge, clock.nowSeconds() + challengeSeconds);
}

/**
 * The challenge that an answer says it is of, used up by now; undefined where it is none, is over, or is not of
 * this browser and purpose.
 */
export async function challengeAnswered(
  { store }: Pick<AccountsContext, "store">,
  clientDataJson: string,
  asked: Omit<Challenge, "challenge">,
): Promise<string | undefined> {
  const challenge = challengeIn(clientDataJson);
  if (challenge === undefined) return undefined;
  return (await takeChallenge(store, { challenge, ...asked })) ? challenge : undefined;
}

function challengeIn(clientDataJson: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, "base64url").toString("utf8"));
    return typeof challenge === "string" ? challenge : undefined;
  } catch {
    // Whatever it is, it is no answer to a challenge of ours.
    return undefined;
  }
}

/** 30 MB and a third of a second of a core: loaded by servers that have passkeys, when the first one is asked for. */
export const webAuthn = () => import("@simplewebauthn/server");
