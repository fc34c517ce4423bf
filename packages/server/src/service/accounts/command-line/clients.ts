/** The command lines that may sign in, and the scopes that they may ask for. Public clients. */
import { scopeTexts as permissionTexts, serverScopeTexts } from "../scope-texts.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";

const clientNames: Readonly<Record<string, string>> = {
  base44_cli: "Base44 command line",
  "grantry-cli": "Grantry command line",
};

/** What each scope allows, in the words of the approval page. */
const scopeTexts: Readonly<Record<string, string>> = {
  ...permissionTexts,
  ...serverScopeTexts,
  // Asked for by the official command line. There is nothing here that it opens.
  "sandbox:write": "Write to development sandboxes (not used by this server)",
  offline: "Stay signed in",
};

/** How the approval page names a client. Throws invalid_client for one that is unknown. */
export function clientName(clientId: string): string {
  const name = Object.hasOwn(clientNames, clientId) ? clientNames[clientId] : undefined;
  if (name !== undefined) return name;
  throw new OAuthRefusal("invalid_client", "This command line is not known to the server.");
}

/** Scopes of a space-separated list (RFC 6749 section 3.3), each once. Throws invalid_scope. */
export function parseScopes(text: string | undefined): string[] {
  const scopes = [...new Set((text ?? "apps:read").split(" ").filter((one) => one !== ""))];
  if (scopes.length > 0 && scopes.every((scope) => Object.hasOwn(scopeTexts, scope))) return scopes;
  throw new OAuthRefusal("invalid_scope", "A scope is asked for that this server does not have.");
}

export function scopeText(scope: string): string {
  return scopeTexts[scope] ?? scope;
}
