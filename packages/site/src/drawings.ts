/** What docs/pictures/ shows as drawings; `npm run docs:drawings` writes them. */
import type { Drawing } from "./draw.ts";

export const drawings: Readonly<Record<string, Drawing>> = {
  connect: {
    title: "A user connects an account",
    lanes: [
      { name: "Browser: your page" },
      { name: "Grantry", isOurs: true },
      { name: "Provider" },
    ],
    steps: [
      { from: 0, to: 1, says: "connect: connector, user's JWT" },
      { from: 1, to: 0, says: "a link to connect" },
      {
        from: 0,
        to: 2,
        says: "the consent page, in a window of its own: which account, which scopes",
      },
      { from: 2, to: 1, says: "the browser comes back: code, state" },
      { at: 1, note: "same browser? state known? issuer right? The code waits." },
      { from: 1, to: 0, says: "back to your page: one-use code" },
      { from: 0, to: 1, says: "complete: same user, verifier" },
      { from: 1, to: 2, says: "code, client secret, PKCE" },
      { from: 2, to: 1, says: "access and refresh token" },
      { at: 1, note: "sealed, with the user as owner, in one transaction: active" },
      { from: 1, to: 0, says: "completed" },
    ],
  },
  token: {
    title: "A backend reads a token and calls the provider",
    lanes: [
      { name: "Your backend" },
      { name: "Grantry", isOurs: true },
      { name: "Provider's API" },
    ],
    steps: [
      { from: 0, to: 1, says: "service token, connector, user" },
      { at: 1, note: "one statement: is it this app's, allowed, active, fresh enough?" },
      { from: 1, to: 0, says: "access token, when it ends" },
      { from: 0, to: 2, says: "the call, with the access token: Grantry is not in between" },
      { from: 2, to: 0, says: "the answer" },
      { at: 0, note: "401? Ask once more with refused_version." },
    ],
  },
  refresh: {
    title: "A token that ends is refreshed once, however many ask",
    lanes: [
      { name: "Your backends" },
      { name: "Grantry, all processes", isOurs: true },
      { name: "Provider" },
    ],
    steps: [
      { from: 0, to: 1, says: "three ask at once" },
      { at: 1, note: "the token ends soon: one takes the lease, the others wait" },
      { from: 1, to: 2, says: "the refresh token, once" },
      { from: 2, to: 1, says: "new access and refresh token" },
      { at: 1, note: "stored first, then handed out" },
      { from: 1, to: 0, says: "the same token for all three" },
      {
        at: 1,
        note: "no answer, or a 5xx: the old token serves while it lives, and it is tried again",
      },
      { at: 1, note: "invalid_grant: needs_reauth, and the user is asked to connect again" },
    ],
  },
};
