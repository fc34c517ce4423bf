import { randomUUID } from "node:crypto";

/** In place of your own sign-in: every browser is a user, known by a number that nobody guesses. */
export function handle({ event, resolve }) {
  const userId = event.cookies.get("user") ?? randomUUID();
  // SvelteKit makes cookies HttpOnly and SameSite=Lax, where nothing else is said.
  const cookie = { path: "/", secure: event.url.protocol === "https:" };
  event.cookies.set("user", userId, cookie);
  Object.assign(event.locals, { userId, cookie });
  return resolve(event);
}
