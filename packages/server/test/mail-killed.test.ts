/** Mail and time that goes by: a process killed between sent and noted, and servers that say nothing. */
import { once } from "node:events";
import { createServer } from "node:net";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { startWorld } from "@grantry/testing/harness";
import { startMailServer, type TestMailServer } from "@grantry/testing/mail-server";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { startServerProcess } from "@grantry/testing/server-process";
import { afterEach, expect, test } from "vitest";
import { createSmtp } from "../src/lib/smtp.ts";
import { sendDueMail } from "../src/service/mail/index.ts";
import { mailTo } from "./mail-to.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(): Promise<TestMailServer> {
  const server = await startMailServer();
  closers.push(server.close);
  return server;
}

test.each(engines)(
  "on %s: a process that is killed once the server has a message leaves it to another, which sends the same one",
  async (engine) => {
    const server = await serve();
    const clock = createFakeClock();
    const mail = mailTo(server.port);
    const world = await startWorld({ engine, clock: withoutRegularWork(clock), mail });
    closers.push(() => world.close());
    const hold = createHold();
    closers.push(hold.release);
    server.beforeAnswer = () => hold.until;
    const { child } = await startServerProcess(world, {
      GRANTRY_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      GRANTRY_SMTP_FROM: "Grantry <grantry@example.com>",
    });
    closers.push(() => child.kill("SIGKILL"));
    const body = { email: "noah@daybook.example", role: "member" };
    expect((await workspaceApiOf(world)("POST", "invitations", body)).status).toBe(201);
    await until(() => server.mails.length === 1);
    child.kill("SIGKILL");
    await once(child, "exit");
    server.beforeAnswer = async () => {};
    await sendDueMail(world.app.context);
    expect(server.mails).toHaveLength(1);
    clock.advance(900_000);
    await sendDueMail(world.app.context);
    const [first, second, ...more] = server.mails;
    expect(more).toEqual([]);
    expect(second?.header("Message-ID")).toBe(first?.header("Message-ID"));
    expect(second?.text).toBe(first?.text);
    const { body: listed } = await workspaceApiOf(world)("GET", "invitations");
    expect(listed.data[0].mail).toEqual({ status: "sent", reason: null });
  },
);

const letter = {
  messageId: "<1@connect.example.com>",
  from: { name: "Grantry", address: "grantry@example.com" },
  to: "noah@daybook.example",
  subject: "You are invited",
  text: "Open it",
  html: "<p>Open it</p>",
  writtenAt: 1_796_038_443,
};

test("a server that says nothing is left after a while, and one that has the data and does not answer", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  closers.push(() => silent.close());
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const to = (its: number, silenceMs: number, totalMs = 60_000) =>
    createSmtp(
      { host: "127.0.0.1", port: its, tls: "offered", login: null, authorities: null },
      { connectMs: 10_000, silenceMs, totalMs },
    );
  const late = { problem: "timeout", isForGood: false };
  expect(await to(port, 100).send(letter)).toMatchObject(late);
  expect(await to(port, 60_000, 100).send(letter)).toMatchObject(late);
  expect(await to(port, 60_000, 100).verify()).toMatchObject(late);
  const slow = await serve();
  slow.beforeAnswer = () => new Promise(() => {});
  expect(await to(slow.port, 500).send(letter)).toMatchObject(late);
  const closing = new AbortController();
  slow.beforeAnswer = async () => closing.abort();
  expect(await to(slow.port, 60_000).send(letter, closing.signal)).toMatchObject(late);
});
