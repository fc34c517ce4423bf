/** Who may ask the sandbox provider for consent. */

/** A client of the sandbox provider, as an app would register it. */
export interface SandboxClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared exactly. */
  readonly redirectUris: readonly string[];
  /** Shown to the account holder; the client ID where it is missing. */
  readonly name?: string;
  /** Where it hears that somebody is signed out, and whether of each session apart or of all of a person at once. */
  readonly logout?: { readonly uri: string; readonly ofSessions: boolean };
}
