/** SEC-102: a server sends its audit records by itself, and nothing of it waits for whoever takes them. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHold, startConnected } from "@grantry/testing/connected";
import { startWorld, type World } from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type AuditSinkConfig, noAuditSinks } from "../src/config-audit.ts";
import { Secret } from "../src/lib/secret.ts";
import { examine } from "../src/local-doctor.ts";
import { removeOldRecords } from "../src/service/trail/index.ts";
import { insertAuditRecord } from "../src/store/audit-records.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const trail = { flushMs: 5, linkAfterMs: 5, linkEveryMs: 20, shipEveryMs: 20 };

let receiver: ScriptedServer;
let folder: string;
let path: string;
const worlds: World[] = [];

beforeAll(async () => {
  receiver = await startScriptedServer();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  receiver.reset();
  receiver.on("/hook", { status: 204 });
  folder = await mkdtemp(join(tmpdir(), "grantry-sinks-"));
  path = join(folder, "audit.jsonl");
});
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  await rm(folder, { recursive: true, force: true });
});

const both = (): AuditSinkConfig => ({
  ...noAuditSinks,
  file: path,
  webhook: { url: `${receiver.origin}/hook`, secrets: [new Secret(secret)] },
  allowedPrivateOrigins: [receiver.origin],
});
const entry = (workspaceId: string | null) => ({
  workspaceId,
  actor: { kind: "workspace_key", id: "key_1", label: "a key" } as const,
  action: "app.changed" as const,
  target: { kind: "app", id: "app_marked" },
});
const marked = (text: string) => text.split("app_marked").length - 1;
const written = () => readFile(path, "utf8").catch(() => "");

test("what happens is in every sink soon, the reads of tokens included", async () => {
  const { world, read } = await startConnected({ trail, auditSinks: both() });
  worlds.push(world);
  expect((await read()).status).toBe(200);
  await insertAuditRecord(world.app.context.store, entry(null));
  await expect.poll(async () => marked(await written())).toBe(1);
  await expect.poll(written).toContain('"action":"token.read"');
  const sent = () => receiver.requests.map(({ body }) => body).join();
  await expect.poll(() => marked(sent())).toBe(1);
  await expect.poll(sent).toContain('"action":"token.read"');
});

test("a sink that hangs delays no read of a token, no other sink and no retention", async () => {
  const hold = createHold();
  receiver.faults.every("/hook", { kind: "held", until: hold.until });
  const { world, read } = await startConnected({ trail, auditSinks: both() });
  worlds.push(world);
  await expect.poll(() => receiver.requests.length).toBe(1);
  for (let at = 0; at < 20; at += 1) expect((await read()).status).toBe(200);
  await insertAuditRecord(world.app.context.store, entry(null));
  await expect.poll(async () => marked(await written())).toBe(1);
  await removeOldRecords(world.app.context.store);
  expect(receiver.requests).toHaveLength(1);
  hold.release();
});

test("a server that ends lets another go on at once", async () => {
  const world = await startWorld({ trail, auditSinks: both() });
  worlds.push(world);
  const first = await world.another();
  await expect.poll(() => receiver.requests.length).toBeGreaterThan(0);
  const sinks = () =>
    world.app.context.store.db.selectFrom("audit_sinks").select(["holder", "held_until"]).execute();
  await expect.poll(async () => (await sinks()).length).toBe(2);
  await first.app.close();
  await world.app.context.flights.landed();
  await insertAuditRecord(world.app.context.store, entry(null));
  // Whichever of the two had it.
  const sent = () => marked(receiver.requests.map(({ body }) => body).join());
  await expect.poll(sent).toBe(1);
  await expect.poll(async () => marked(await written())).toBe(1);
});

test("doctor says of each sink how it is", async () => {
  const world = await startWorld({ auditSinks: both() });
  worlds.push(world);
  await insertAuditRecord(world.app.context.store, entry(null));
  const environment = {
    GRANTRY_DATABASE_URL: world.databaseUrl,
    GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
    GRANTRY_PUBLIC_URL: world.url,
    GRANTRY_AUDIT_FILE: path,
    GRANTRY_AUDIT_WEBHOOK_URL: `${receiver.origin}/hook`,
    GRANTRY_AUDIT_WEBHOOK_SECRETS: secret,
    GRANTRY_AUDIT_PRIVATE_ORIGINS: receiver.origin,
  };
  const said = async () =>
    (await examine(environment))
      .filter(({ about }) => about.startsWith("audit records"))
      .map(({ about, verdict, text }) => `${about}: ${verdict}, ${text.split(/[;(]/)[0]}`);
  expect(await said()).toEqual([
    "audit records to file: unknown, nothing was sent yet",
    "audit records to webhook: unknown, nothing was sent yet",
  ]);
  const { app } = await world.another({ trail });
  await expect
    .poll(said)
    .toEqual([
      "audit records to file: good, all are sent",
      "audit records to webhook: good, all are sent",
    ]);
  receiver.faults.every("/hook", { kind: "answer", status: 401 });
  await insertAuditRecord(app.context.store, entry(null));
  await expect.poll(said).toContain("audit records to webhook: bad, the last try failed ");
});
