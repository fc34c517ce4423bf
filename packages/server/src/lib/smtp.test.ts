/** Mail over a real SMTP server: how it goes, over which TLS, and what each way to go wrong is taken for. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { reservePort } from "@grantry/testing/free-port";
import {
  type MailServerOptions,
  startMailServer,
  type TestMailServer,
} from "@grantry/testing/mail-server";
import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "./secret.ts";
import { createSmtp, type Letter, type SmtpServer } from "./smtp.ts";

const certificates = new URL("../../test/certificates/", import.meta.url);
const fileOf = (name: string) => readFile(new URL(name, certificates));
const tls = { key: await fileOf("named.key"), cert: await fileOf("named.pem") };
const authorities = (await fileOf("named-ca.pem")).toString();
/** Of an address in place of a name. */
const ofAddress = { key: await fileOf("good.key"), cert: await fileOf("good.pem") };

const letter: Letter = {
  messageId: "<1@connect.example.com>",
  from: { name: "Grantry", address: "grantry@example.com" },
  to: "noah@daybook.example",
  subject: "You are invited",
  text: "Open https://connect.example.com/invitation/abc\n",
  html: "<p>Open it</p>",
  writtenAt: 1_796_038_443,
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(options: MailServerOptions = {}): Promise<TestMailServer> {
  const server = await startMailServer(options);
  closers.push(server.close);
  return server;
}

const to = (port: number, more: Partial<SmtpServer> = {}, silenceMs = 20_000) =>
  createSmtp(
    { host: "127.0.0.1", port, tls: "offered", login: null, authorities: null, ...more },
    { connectMs: 10_000, silenceMs, totalMs: 60_000 },
  );

test("a message goes as it is, marked as nobody's own, with the Message-ID and date that it was given", async () => {
  const server = await serve();
  expect(await to(server.port).send(letter)).toBe(null);
  const [mail] = server.mails;
  expect([mail?.from, mail?.to]).toEqual(["grantry@example.com", ["noah@daybook.example"]]);
  expect(mail?.header("Message-ID")).toBe("<1@connect.example.com>");
  expect(mail?.header("Date")).toBe("Mon, 30 Nov 2026 11:34:03 +0000");
  expect(mail?.header("Auto-Submitted")).toBe("auto-generated");
  expect(mail?.header("From")).toBe("Grantry <grantry@example.com>");
  expect(mail?.header("Subject")).toBe("You are invited");
  expect(mail?.text.trim()).toBe(letter.text.trim());
  expect(mail?.html).toContain("<p>Open it</p>");
});

test("line ends in a subject, an address or a name begin no header of their own", async () => {
  const server = await serve();
  await to(server.port).send({
    ...letter,
    from: { name: "Grantry\r\nBcc: eve@example.com", address: "grantry@example.com" },
    subject: "You\r\nBcc: eve@example.com\r\n\r\nbody",
    to: "noah@daybook.example\r\nBcc: eve@example.com",
  });
  for (const mail of server.mails) {
    expect(mail.header("Bcc")).toBe(undefined);
    expect(mail.to).not.toContain("eve@example.com");
  }
});

describe("over TLS of a private authority", () => {
  test.each([
    ["from the first byte", { isImplicit: true }, "implicit"],
    ["by STARTTLS", {}, "required"],
  ] as const)(
    "%s: with the authority's certificate it goes, with a login, too",
    async (_how, options, how) => {
      const user = { name: "grantry", password: "right" };
      const server = await serve({ tls, user, ...options });
      const login = { user: "grantry", password: new Secret("right") };
      const there = { host: "localhost", tls: how, login } as const;
      expect(await to(server.port, { ...there, authorities }).send(letter)).toBe(null);
      expect(server.mails).toHaveLength(1);
      const untold = await to(server.port, there).send(letter);
      expect(untold).toMatchObject({ problem: "tls", isForGood: false });
      expect([server.mails.length, server.logins]).toEqual([1, ["right"]]);
    },
  );

  test("of a server that is named by its address the certificate is that address's", async () => {
    const ca = (await fileOf("ca.pem")).toString();
    for (const isImplicit of [true, false]) {
      const there = { tls: isImplicit ? "implicit" : "required", authorities: ca } as const;
      const right = await serve({ tls: ofAddress, isImplicit });
      expect(await to(right.port, there).send(letter)).toBe(null);
      expect(await to(right.port, { ...there, host: "localhost" }).send(letter)).toMatchObject({
        problem: "tls",
      });
    }
  });

  test("where it is demanded and the server has none, neither password nor message is sent", async () => {
    const server = await serve({ user: { name: "grantry", password: "right" } });
    const login = { user: "grantry", password: new Secret("right") };
    const smtp = to(server.port, { tls: "required", login });
    expect(await smtp.send(letter)).toMatchObject({ problem: "tls", isForGood: false });
    expect(await smtp.verify()).toMatchObject({ problem: "tls" });
    expect([server.mails, server.logins]).toEqual([[], []]);
  });
});

test("a wrong password is the server's to mend, and no reason to give a message up", async () => {
  const server = await serve({ tls, user: { name: "grantry", password: "right" } });
  const login = { user: "grantry", password: new Secret("wrong") };
  const smtp = to(server.port, { host: "localhost", tls: "required", login, authorities });
  const refused = { problem: "credentials", isForGood: false };
  expect(await smtp.send(letter)).toMatchObject(refused);
  expect(await smtp.verify()).toMatchObject(refused);
  expect(server.mails).toEqual([]);
});

test("verifying signs in and sends nothing", async () => {
  const server = await serve({ tls, user: { name: "grantry", password: "right" } });
  const login = { user: "grantry", password: new Secret("right") };
  const smtp = to(server.port, { host: "localhost", tls: "required", login, authorities });
  expect(await smtp.verify()).toBe(null);
  expect([server.mails, server.logins]).toEqual([[], ["right"]]);
});

test.each([
  ["recipient", 450, { problem: "deferred", isForGood: false, cause: "RCPT TO 450" }],
  ["recipient", 550, { problem: "refused", isForGood: true, cause: "RCPT TO 550" }],
  ["data", 451, { problem: "deferred", isForGood: false, cause: "DATA 451" }],
  ["data", 554, { problem: "refused", isForGood: true, cause: "DATA 554" }],
] as const)(
  "%s answered with %i: nothing of what the server wrote is told",
  async (what, code, told) => {
    const server = await serve();
    server.answers[what] = code;
    expect(await to(server.port).send(letter)).toEqual(told);
  },
);

test("a server that is away, hangs up in the middle of the data, or is no mail server", async () => {
  const away = await to(await reservePort()).send(letter);
  expect(away).toEqual({ problem: "away", isForGood: false, cause: "ECONNREFUSED" });
  const server = await serve();
  server.cutsData = true;
  expect(await to(server.port).send(letter)).toMatchObject({
    problem: "broken_off",
    isForGood: false,
  });
  const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  closers.push(() => other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  expect(await to(port).verify()).toMatchObject({ isForGood: false });
});
