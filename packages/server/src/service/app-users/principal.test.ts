/** Whom a page names that asks somebody to confirm: only what is verified, with whose user it is. */
import { expect, test } from "vitest";
import type { App } from "../../store/apps.ts";
import { type AppUser, appUserLabel } from "./principal.ts";

const of = (changes: Partial<AppUser>): AppUser => ({
  kind: "app_user",
  app: {} as App,
  issuer: null,
  userId: "u_1",
  email: null,
  emailVerified: false,
  name: null,
  ...changes,
});
const by = (issuer: string) => ({ issuer: { issuer, userIdClaim: "sub" } });

test.each([
  [{}, "u_1"],
  [{ name: "Ada", email: "ada@example.com" }, "u_1"],
  [{ name: "Ada", email: "ada@example.com", emailVerified: true }, "ada@example.com"],
  [{ emailVerified: true }, "u_1"],
  [by("https://id.example.com/"), "u_1 (id.example.com)"],
  [by("https://id.example.com/realms/one"), "u_1 (id.example.com)"],
  [by("https://id.example.com.evil.example/id.example.com"), "u_1 (id.example.com.evil.example)"],
  [
    { ...by("https://login.example.com/v2.0"), userId: "A".repeat(60) },
    `${"A".repeat(15)}…${"A".repeat(16)} (login.example.com)`,
  ],
  [{ userId: "\u200b" }, "?"],
  [{ userId: "\u200b", ...by("https://id.example.com") }, "? (id.example.com)"],
  [{ email: "\u200b", emailVerified: true }, "u_1"],
  [by("accounts.example.com"), "u_1 (accounts.example.com)"],
  [{ ...by("https://id.example.com"), email: "ada@example.com" }, "u_1 (id.example.com)"],
])("%j: %s", (changes, label) => {
  expect(appUserLabel(of(changes))).toBe(label);
});
