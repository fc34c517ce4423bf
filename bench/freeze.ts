/**
 * `npm run bench:freeze`: ten thousand connections are frozen while two processes of the server give their tokens out. Says
 * how long that takes, and how many reads are served that began after it. See RESULTS.md for what came of it.
 */
import { createApp } from "../packages/server/src/app.ts";
import { createLog } from "../packages/server/src/lib/log.ts";
import { createOperation } from "../packages/server/src/service/operations/index.ts";
import { runPlainScript } from "../tools/script.ts";
import { freePort } from "./child.ts";
import { type MeasuredServer, startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import { appId, connectorId, makeWorld, type World, workspaceId } from "./world.ts";

const users = 10_000;
const rounds = 3;
/** Reads at once, of each process. */
const readers = 8;
const engines = ["sqlite", "postgres"] as const;
const caller = { actor: { kind: "server", id: "bench", label: "bench" } } as const;

interface Reads {
  readonly served: number;
  readonly refused: number;
}

/** Reads the token of a user through a process; whether it was given out. */
async function isServed(world: World, { port }: MeasuredServer, user: number): Promise<boolean> {
  const owner = { kind: "user", user_id: `user-${user}` };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/apps/${appId}/tokens`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${world.serviceToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ connector_id: connectorId, owner }),
  });
  const { code } = (await answer.json()) as { code?: string };
  if (answer.status === 200) return true;
  if (code === "connection_frozen") return false;
  throw new Error(`A read was answered ${answer.status} ${code}.`);
}

/** Reads with every process, `readers` at once each, until `goesOn` says no of the next number. */
async function readAll(
  world: World,
  servers: readonly MeasuredServer[],
  goesOn: (read: number) => boolean,
): Promise<Reads> {
  let served = 0;
  let refused = 0;
  let next = 0;
  const reader = async (server: MeasuredServer) => {
    for (let read = next++; goesOn(read); read = next++) {
      if (await isServed(world, server, read % users)) served += 1;
      else refused += 1;
    }
  };
  await Promise.all(
    servers.flatMap((server) => Array.from({ length: readers }, () => reader(server))),
  );
  return { served, refused };
}

const filter = {
  ids: null,
  appId: null,
  connectorId,
  integrationType: null,
  ownerKind: null,
  user: null,
  status: null,
  connectedFrom: null,
  connectedBefore: null,
};

async function measure(engine: (typeof engines)[number]): Promise<string[][]> {
  const world = await makeWorld({
    engine,
    users,
    postgresUrl: () => process.env["DATABASE_URL"] ?? "",
    tokenEndpointPort: await freePort(),
  });
  const servers = [await startGrantry(world), await startGrantry(world)];
  const { databaseUrl, publicUrl, encryptionKeys } = world;
  const app = await createApp({
    config: { databaseUrl, databasePoolSize: 4, publicUrl, allowedPrivateOrigins: [] },
    encryptionKeys,
    log: createLog("silent"),
  });
  const operate = async (kind: "freeze" | "unfreeze") => {
    const asked = { kind, filter, dryRun: false, expected: null };
    const from = performance.now();
    const { operation } = await createOperation(app.context, { workspaceId, caller }, asked);
    return { ms: performance.now() - from, done: operation?.done ?? 0 };
  };
  const rows: string[][] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      let isFrozen = false;
      const beside = readAll(world, servers, () => !isFrozen);
      const frozen = await operate("freeze");
      isFrozen = true;
      const before = await beside;
      const after = await readAll(world, servers, (read) => read < users);
      const thawed = await operate("unfreeze");
      rows.push([
        engine,
        String(frozen.done),
        frozen.ms.toFixed(0),
        String(before.served),
        String(after.served),
        String(after.refused),
        thawed.ms.toFixed(0),
      ]);
    }
    return rows;
  } finally {
    await app.close();
    for (const server of servers) await server.stop();
    await world.drop();
  }
}

async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const engine of engines) rows.push(...(await measure(engine)));
  printTable(`${users} connections, frozen while two other processes read them`, [
    [
      "database",
      "frozen",
      "freeze, ms",
      "served during it",
      "served after it",
      "refused after it",
      "unfreeze, ms",
    ],
    ...rows,
  ]);
}

const help = `npm run bench:freeze

Freezes ten thousand connections while two processes read their tokens, on SQLite and on the PostgreSQL that
DATABASE_URL names; it takes no options.
`;

await runPlainScript(help, main);
