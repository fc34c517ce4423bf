/** Whose user is meant where a user is named by an id, and by an issuer or without one. */
import { GrantryError } from "../../lib/error.ts";
import { type App, onlyUserIssuer, userIssuersOf } from "../../store/apps.ts";
import type { UserIssuer } from "../../store/owner.ts";

/**
 * The app's identity provider of this issuer; where none is given, the only one there is, or null in an
 * app that has none. Throws issuer_required and issuer_unknown, saying what can be given.
 */
export function requireUserIssuer(
  { identityProviders }: Pick<App, "identityProviders">,
  given: string | undefined,
): UserIssuer | null {
  if (given === undefined) {
    const only = onlyUserIssuer(identityProviders);
    if (only === undefined) throw issuerRequired(identityProviders);
    return only;
  }
  const [named, another] = userIssuersOf(identityProviders).filter(
    ({ issuer }) => issuer === given,
  );
  if (named === undefined) throw issuerUnknown(identityProviders);
  if (another !== undefined) {
    throw new GrantryError("issuer_required", {
      detail: `The app has entered this issuer with several user id claims (${named.userIdClaim}, ${another.userIdClaim}), so that a user id names nobody: leave it one.`,
    });
  }
  return named;
}

/** The refusal of a user id alone in an app with several issuers. */
export function issuerRequired(providers: App["identityProviders"]): GrantryError {
  return new GrantryError("issuer_required", {
    detail: `This app has several identity providers, and the same user id of two of them is two users: say whose user is meant. Give "issuer", one of: ${listed(providers)}.`,
  });
}

function issuerUnknown(providers: App["identityProviders"]): GrantryError {
  const hint =
    providers.length === 0
      ? "The app has none: its users are named without an issuer."
      : `The app has: ${listed(providers)}.`;
  return new GrantryError("issuer_unknown", {
    detail: `This issuer is not that of an identity provider of the app. ${hint}`,
  });
}

/** Issuers may be as many as an operator likes, and as long as 512 characters. */
const listedMax = 5;

function listed(providers: App["identityProviders"]): string {
  const issuers = [...new Set(providers.map(({ issuer }) => issuer))];
  const more = issuers.length > listedMax ? ", …" : "";
  return issuers.slice(0, listedMax).join(", ") + more;
}
