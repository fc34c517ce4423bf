import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

const from = { GRANTRY_SMTP_FROM: "Grantry <grantry@example.com>" };
const mailOf = (url: string, more: Record<string, string> = {}) =>
  readConfig({ ...from, GRANTRY_SMTP_URL: url, ...more }).mail;

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message;
  }
  return "accepted";
}

const production = {
  GRANTRY_PUBLIC_URL: "https://connect.example.com",
  GRANTRY_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
};

test("no mail is sent until a server is named", () => {
  expect(readConfig({}).mail).toBe(null);
  expect(readConfig({ GRANTRY_SMTP_URL: "" }).mail).toBe(null);
});

test.each([
  ["smtps://mail.example.com", "mail.example.com", 465, "implicit"],
  ["smtp://mail.example.com", "mail.example.com", 587, "offered"],
  ["smtp://Mail.example.com:2525/", "mail.example.com", 2525, "offered"],
  ["smtp://[::1]:1025", "::1", 1025, "offered"],
  // A password is not sent to another machine without it, wherever the server runs.
  ["smtp://u:p@mail.example.com", "mail.example.com", 587, "required"],
  ["smtp://u:p@127.0.0.1:1025", "127.0.0.1", 1025, "offered"],
])("%s is %s:%i, with TLS %s", (url, host, port, tls) => {
  expect(mailOf(url)?.server).toMatchObject({ host, port, tls });
});

test("in production another machine must speak TLS, and this one need not", () => {
  const tlsOf = (url: string) => mailOf(url, production)?.server.tls;
  expect(tlsOf("smtp://mail.example.com")).toBe("required");
  expect(tlsOf("smtps://mail.example.com")).toBe("implicit");
  expect(tlsOf("smtp://localhost:25")).toBe("offered");
});

test("user and password are percent-encoded, and the password prints as a secret", () => {
  const login = mailOf("smtps://grantry%40example.com:p%40ss%3A@mail.example.com")?.server.login;
  expect([login?.user, login?.password.reveal()]).toEqual(["grantry@example.com", "p@ss:"]);
  expect(JSON.stringify(login)).not.toContain("p@ss:");
});

test.each([
  ["grantry@example.com", "", "grantry@example.com"],
  ["Daybook <grantry@example.com>", "Daybook", "grantry@example.com"],
  ['"Daybook, Inc." <grantry@example.com>', "Daybook, Inc.", "grantry@example.com"],
])("mail from %s", (GRANTRY_SMTP_FROM, name, address) => {
  expect(mailOf("smtp://localhost", { GRANTRY_SMTP_FROM })?.from).toEqual({ name, address });
});

describe("what cannot be used is refused in one line that names the setting and no password", () => {
  test.each([
    [{ GRANTRY_SMTP_URL: "smtp://localhost" }, /GRANTRY_SMTP_URL needs GRANTRY_SMTP_FROM/],
    [from, /need GRANTRY_SMTP_URL/],
    [{ GRANTRY_SMTP_CA_FILE: "ca.pem" }, /need GRANTRY_SMTP_URL/],
    [
      { ...from, GRANTRY_SMTP_URL: "https://u:hidden@mail.example.com" },
      /GRANTRY_SMTP_URL must be/,
    ],
    [{ ...from, GRANTRY_SMTP_URL: "mail.example.com:587" }, /GRANTRY_SMTP_URL must be/],
    [{ ...from, GRANTRY_SMTP_URL: "smtp://mail.example.com?x=hidden" }, /GRANTRY_SMTP_URL must be/],
    [{ ...from, GRANTRY_SMTP_URL: "smtp://hidden@mail.example.com" }, /both user and password/],
    [{ ...from, GRANTRY_SMTP_URL: "smtp://u:hidden%ZZ@mail.example.com" }, /percent-encoded/],
    [
      { GRANTRY_SMTP_URL: "smtp://localhost", GRANTRY_SMTP_FROM: "nobody" },
      /GRANTRY_SMTP_FROM must be/,
    ],
    [
      { GRANTRY_SMTP_URL: "smtp://localhost", GRANTRY_SMTP_FROM: "A\r\nBcc: b@c.de <a@b.de>" },
      /GRANTRY_SMTP_FROM must be/,
    ],
    [
      { ...from, GRANTRY_SMTP_URL: "smtp://mail.example.com", GRANTRY_OUTBOUND_HOSTS: "slack.com" },
      /mail\.example\.com:587, which GRANTRY_OUTBOUND_HOSTS does not list/,
    ],
  ])("%j", (environment, said) => {
    const told = refusal(environment);
    expect(told).toMatch(said);
    expect(told).not.toMatch(/hidden|\n/);
  });

  test("a host that is listed may be used", () => {
    const hosts = { GRANTRY_OUTBOUND_HOSTS: "mail.example.com:587" };
    expect(mailOf("smtp://mail.example.com", hosts)).not.toBe(null);
  });
});
