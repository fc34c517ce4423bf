/** Links that are mailed, too: queued with what they open, sealed, sent once, tried again, given up, and told of. */
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { reservePort } from "@grantry/testing/free-port";
import { forBothWorkspaces, ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { startMailServer, type TestMailServer } from "@grantry/testing/mail-server";
import { declareMembers, jsonBody, operatorBrowser, signedIn } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { examine } from "../src/local-doctor.ts";
import { mailsPerDay, sendDueMail, sweepMails } from "../src/service/mail/index.ts";
import { hourMs, mailTo } from "./mail-to.ts";

const dayMs = 24 * hourMs;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let server: TestMailServer;
  let world: World;
  let operate: ReturnType<typeof workspaceApiOf>;
  let named = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    server = await startMailServer();
    world = await startWorld({
      engine,
      clock: withoutRegularWork(clock),
      mail: mailTo(server.port),
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        const [workspace] = bootstrap.workspaces;
        if (workspace !== undefined) workspace.name = "Day\u202ebook.example/login";
      },
    });
    operate = workspaceApiOf(world);
  });
  afterAll(async () => {
    await world.close();
    await server.close();
  });
  beforeEach(() => {
    server.answers = { recipient: null, data: null };
    server.beforeAnswer = async () => {};
  });

  const send = (of = world) => sendDueMail(of.app.context);
  const address = () => {
    named += 1;
    return `noah${named}@daybook.example`;
  };
  const invite = async (email = address()) => {
    const { status, body } = await operate("POST", "invitations", { email, role: "member" });
    expect(status).toBe(201);
    return body;
  };
  const mailOf = async (id: string) => {
    const { body } = await operate("GET", "invitations?limit=200");
    return body.data.find((one: { id: string }) => one.id === id)?.mail;
  };
  const taken = (email: string) => server.mails.filter(({ to }) => to.includes(email));
  const rows = () => world.app.context.store.db.selectFrom("mails").selectAll().execute();
  const count = async (outcome: string) => {
    const { body } = await world.app.context.metrics.render();
    return Number(
      new RegExp(`grantry_mails_total\\{outcome="${outcome}"\\} (\\d+)`).exec(body)?.[1] ?? 0,
    );
  };

  test("an invitation is shown as ever, and mailed: its link makes the account", async () => {
    const { id, email, url, mail } = await invite();
    expect(mail).toEqual({ status: "queued", reason: null });
    expect(await mailOf(id)).toEqual({ status: "queued", reason: null });
    await send();
    await send();
    expect(await mailOf(id)).toEqual({ status: "sent", reason: null });
    const [message, ...more] = taken(email);
    expect([more, message?.from]).toEqual([[], "grantry@example.com"]);
    expect(message?.text).toContain(`\n${url}\n`);
    expect(message?.html).toContain(`<a href="${url}">`);
    const { host } = new URL(world.url);
    expect(message?.header("Subject")).toBe(`You are invited to a workspace on ${host}`);
    expect(message?.header("Auto-Submitted")).toBe("auto-generated");
    const page = await operatorBrowser(world).get(new URL(url).pathname);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining(email)]);
  });

  test("a name of somebody else's turns nothing round and leads nowhere", async () => {
    const { email } = await invite();
    await send();
    const [message] = taken(email);
    expect(message?.text).toContain("Workspace: Daybook. example login\n");
    expect(message?.html).toContain('<bdi dir="auto">Daybook. example login</bdi>');
    expect(message?.raw).not.toContain("\u202e");
  });

  test("a link stands in the database and the log in no readable form, and goes once it is sent (SEC-64, SEC-65)", async () => {
    const { id, url, email } = await invite();
    const token = new URL(url).pathname.split("/").at(-1) ?? "";
    const before = (await rows()).find((row) => row.entry_link_id === id);
    expect(before?.sealed_message).not.toBe(null);
    const stored = async () => {
      const all = await sql<object>`SELECT * FROM mails`.execute(world.app.context.store.db);
      return JSON.stringify(all.rows, (_name, value) =>
        value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
      );
    };
    expect(await stored()).not.toContain(token);
    expect(await stored()).not.toContain(email);
    await send();
    const after = (await rows()).find((row) => row.entry_link_id === id);
    expect([after?.sealed_message, after?.status]).toEqual([null, "sent"]);
    const logged = world.logLines.join("");
    expect(logged).toContain('"msg":"mail sent"');
    expect([logged.includes(token), logged.includes(email)]).toEqual([false, false]);
  });

  test("what is undone with its transaction was never written", async () => {
    const before = (await rows()).length;
    const refused = await operate("POST", "invitations", { email: "no address", role: "member" });
    expect([refused.status, (await rows()).length]).toEqual([400, before]);
  });

  test("two processes send a message once", async () => {
    const other = await world.another();
    const invited = await Promise.all(Array.from({ length: 6 }, () => invite()));
    await Promise.all([send(), sendDueMail(other.app.context), send()]);
    expect(invited.map(({ email }) => taken(email).length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("while the server defers or is away it is tried again, further and further apart, then given up", async () => {
    const { id, email } = await invite();
    const failed = await count("failed");
    server.answers.recipient = 450;
    await send();
    await send();
    expect([await count("failed"), await mailOf(id)]).toEqual([
      failed + 1,
      { status: "queued", reason: null },
    ]);
    clock.advance(30_000);
    await send();
    expect(await count("failed")).toBe(failed + 2);
    clock.advance(15_000);
    await send();
    expect(await count("failed")).toBe(failed + 2);
    clock.advance(2 * hourMs);
    server.answers.recipient = null;
    await send();
    expect([taken(email).length, await mailOf(id)]).toEqual([1, { status: "sent", reason: null }]);

    const unlucky = await invite();
    server.answers.data = 451;
    for (let tries = 0; tries < 5; tries += 1) {
      await send();
      clock.advance(20 * hourMs);
    }
    expect(await mailOf(unlucky.id)).toEqual({ status: "failed", reason: "unreachable" });
    expect(await count("expired")).toBe(1);
    const messageIds = taken(unlucky.email).map((one) => one.header("Message-ID"));
    expect([messageIds.length, new Set(messageIds).size]).toEqual([5, 1]);
    expect(world.logLines.join("")).toContain('"msg":"mail given up"');
  });

  test("an address that the server refuses for good is given up at once, and said", async () => {
    const { id, email } = await invite();
    server.answers.recipient = 550;
    await send();
    clock.advance(dayMs);
    server.answers.recipient = null;
    await send();
    expect(taken(email)).toEqual([]);
    expect(await mailOf(id)).toEqual({ status: "failed", reason: "refused" });
    expect(await count("refused")).toBe(1);
    const said = world.logLines.find((line) => line.includes("mail refused for good")) ?? "";
    expect(JSON.parse(said)).toMatchObject({ level: 50, cause: "RCPT TO 550", kind: "invitation" });
    expect(said).not.toContain(email);
  });

  test("a link that was taken back or replaced is not mailed any more", async () => {
    const { id, email } = await invite();
    const again = await operate("POST", `invitations/${id}/resend`);
    expect(again.body.mail).toEqual({ status: "queued", reason: null });
    const gone = await invite();
    await operate("DELETE", `invitations/${gone.id}`);
    await send();
    expect(taken(gone.email)).toEqual([]);
    expect(taken(email).map(({ text }) => text.includes(again.body.url))).toEqual([true]);
    expect((await rows()).filter(({ sealed_message }) => sealed_message !== null)).toEqual([]);
  });

  test("nobody is sent more than so many a day, by however many invitations; the link is there all the same", async () => {
    const email = address();
    for (let times = 0; times < mailsPerDay.perAddress; times += 1) {
      const { id, mail } = await invite(email);
      expect(mail.status).toBe("queued");
      await operate("DELETE", `invitations/${id}`);
    }
    const { id, url, mail } = await invite(email);
    expect(mail).toEqual({ status: "none", reason: "too_many" });
    expect(url).toContain("/invitation/");
    expect(await mailOf(id)).toEqual({ status: "none", reason: null });
    clock.advance(dayMs);
    const next = await operate("POST", `invitations/${id}/resend`);
    expect(next.body.mail.status).toBe("queued");
    await send();
  });

  test("a link for a new password goes to the member, and sets it", async () => {
    const admin = await signedIn(world, "admin@example.com");
    const path = `/v1/workspaces/${ids.workspace}`;
    const members = await admin.api(`${path}/members`);
    const member = members.body.data.find(
      (one: { email: string }) => one.email === "member@example.com",
    );
    const made = await admin.api(`${path}/members/${member.id}/reset-links`, jsonBody("POST", {}));
    expect([made.status, made.body.mail]).toEqual([201, { status: "queued", reason: null }]);
    await send();
    const [message] = taken("member@example.com");
    expect(message?.text).toContain(made.body.url);
    expect(message?.text).toContain("Made by: admin (admin@example.com)");
    const page = await operatorBrowser(world).get(new URL(made.body.url).pathname);
    expect(page.status).toBe(200);
  });

  test("doctor tries the server and sends nothing", async () => {
    const environment = {
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      GRANTRY_PUBLIC_URL: world.url,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(world.sandbox.origin),
      GRANTRY_SMTP_FROM: "grantry@example.com",
    };
    const before = server.mails.length;
    const told = async (port: number) => {
      const url = `smtp://127.0.0.1:${port}`;
      const findings = await examine({ ...environment, GRANTRY_SMTP_URL: url });
      return findings.filter(({ about }) => about === "mail");
    };
    expect(await told(server.port)).toMatchObject([{ verdict: "good" }]);
    const away = await told(await reservePort());
    expect(away).toMatchObject([
      { verdict: "bad", text: expect.stringMatching(/is not reached.*ECONNREFUSED/) },
    ]);
    expect(server.mails.length).toBe(before);
  });

  test("nothing is kept for long, and what nobody sends any more ends", async () => {
    const { id } = await invite();
    clock.advance(8 * dayMs);
    const { store } = world.app.context;
    await sweepMails(store);
    const left = (await rows()).find((row) => row.entry_link_id === id);
    expect([left?.status, left?.sealed_message]).toEqual(["expired", null]);
    clock.advance(30 * dayMs);
    await sweepMails(store);
    expect(await rows()).toEqual([]);
  });

  test("where none is configured nothing is written, and the answer says so", async () => {
    const other = await world.another({ mail: null });
    const there = workspaceApiOf(other, { as: secrets.workspaceKey });
    const { body } = await there("POST", "invitations", { email: address(), role: "member" });
    expect([body.mail, await rows()]).toEqual([{ status: "none", reason: "not_configured" }, []]);
    expect(body.url).toContain("/invitation/");
    const listed = await there("GET", "invitations?limit=200");
    expect(listed.body.data.at(-1).mail).toEqual({ status: "none", reason: "not_configured" });
  });
});
