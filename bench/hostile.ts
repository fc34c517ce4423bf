/**
 * `npm run bench:hostile`: what the token read of one tenant takes while the provider of another answers
 * its refreshes with documents that are costly to read. See RESULTS.md for what came of it.
 */
import { parseArgs } from "node:util";
import type { Fault } from "../packages/sandbox/src/faults.ts";
import { runScript } from "../tools/script.ts";
import { type Child, freePort, startChild } from "./child.ts";
import { measureDocuments } from "./documents.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import { ofNamedUsers } from "./requests.ts";
import { startGrantry } from "./servers.ts";
import { printLine, printTable } from "./table.ts";
import { makeWorld, type World } from "./world.ts";

const users = 2_500;
const readsPerSecond = 50;
const measuredMs = 20_000;
/** As many connections of the hostile provider; whoever reads their tokens keeps them in use. */
const crowds = [5, 25];
/** What the answers hold beside the token; sizes in characters. */
interface HostileAnswer {
  readonly kind: "zeros" | "names" | "scopes";
  readonly characters: number;
}

const answers: readonly HostileAnswer[] = [
  { kind: "zeros", characters: 1_000_000 },
  { kind: "zeros", characters: 39_000 },
  { kind: "names", characters: 500_000 },
  { kind: "scopes", characters: 1_080_000 },
  { kind: "scopes", characters: 500_000 },
];

const makers: Readonly<Record<HostileAnswer["kind"], (characters: number) => string>> = {
  zeros: (characters) => `"more":[${"0,".repeat(characters / 2)}0]`,
  names: (characters) => `"n${listOf(characters / 10, 5).join('":0,"n')}":0`,
  scopes: (characters) => `"scope":"s${listOf(characters / 9, 7).join(" s")}"`,
};

/** The numbers from 0, written with so many digits. */
function listOf(length: number, digits: number): string[] {
  return Array.from({ length }, (_, at) => String(at).padStart(digits, "0"));
}

/** A document made to be costly to its reader, beside a token that ends in six seconds. */
function textOf({ kind, characters }: HostileAnswer): string {
  const token = `"access_token":"at-${"x".repeat(40)}","refresh_token":"rt"`;
  return `{${token},"token_type":"Bearer","expires_in":6,${makers[kind](characters)}}`;
}

interface Bench {
  readonly load: Child;
  readonly hostileLoad: Child;
  readonly endpoint: Child;
  readonly world: World;
  readonly origin: string;
}

const milliseconds = (ms: number) => ms.toFixed(ms < 10 ? 1 : 0);

/** One row: a server started anew, the crowd refreshed once by force, then read once a second each. */
async function measure(bench: Bench, answer: HostileAnswer, crowd: number): Promise<string[]> {
  const { load, hostileLoad, endpoint, world, origin } = bench;
  await endpoint.ask({ kind: "answer", body: textOf(answer) } satisfies Fault);
  const server = await startGrantry(world, { allowedPrivateOrigins: origin });
  try {
    const { port } = server;
    const ofOthers: LoadOrder = {
      port,
      sockets: 1,
      durationMs: measuredMs,
      perSecond: readsPerSecond,
      requests: ofNamedUsers(world),
      users,
      fromUser: 100,
    };
    await load.ask<LoadResult>({ ...ofOthers, durationMs: 3_000 });
    const before = await endpoint.ask<number>("count");
    // Forced once, as the tokens at first are good for a day; the next ones end after six seconds.
    const hostile = { port, sockets: crowd, users: crowd, perSecond: crowd };
    const forced = ofNamedUsers(world, { refused_version: 1 });
    const kick = { ...hostile, requests: forced, fromUser: 0, durationMs: 1_000 };
    await hostileLoad.ask<LoadResult>(kick);
    const requests = ofNamedUsers(world);
    const crowdAtWork = hostileLoad.ask<LoadResult>({
      ...hostile,
      requests,
      durationMs: measuredMs,
    });
    const result = await load.ask<LoadResult>(ofOthers);
    await crowdAtWork;
    const asked = (await endpoint.ask<number>("count")) - before;
    return [
      `${answer.kind}, ${Math.round(answer.characters / 1_000)} kB`,
      String(crowd),
      String(asked),
      String(result.requests),
      ...[result.p50Ms, result.p99Ms, result.maxMs].map(milliseconds),
    ];
  } finally {
    await server.stop();
  }
}

async function main(): Promise<void> {
  const port = await freePort();
  const [endpoint, load, hostileLoad] = [
    startChild("token-endpoint.ts"),
    startChild("load.ts"),
    startChild("load.ts"),
  ];
  await endpoint.ask(port);
  const rows: string[][] = [];
  try {
    for (const answer of answers) {
      for (const crowd of crowds) {
        // A database of its own, as what was refused before is waited for.
        const world = await makeWorld({
          engine: "sqlite",
          users,
          postgresUrl: () => "",
          tokenEndpointPort: port,
        });
        const origin = `http://127.0.0.1:${port}`;
        rows.push(await measure({ load, hostileLoad, endpoint, world, origin }, answer, crowd));
        printLine(rows.at(-1)?.join("  ") ?? "");
        await world.drop();
      }
    }
  } finally {
    for (const child of [load, hostileLoad, endpoint]) await child.stop();
  }
  printTable(
    `Token reads of another tenant, ${readsPerSecond} asked a second for ${measuredMs / 1_000} s, while a hostile provider answers`,
    [
      [
        "its answers",
        "its connections",
        "refreshes",
        "reads answered",
        "p50 ms",
        "p99 ms",
        "max ms",
      ],
      ...rows,
    ],
  );
}

const help = `npm run bench:hostile [-- --documents]

Measures how long the costliest documents hold the event loop, and then the token reads of one tenant while the
provider of another answers what is costly to read. It takes some minutes.

--documents  the first alone, which takes seconds
`;

await runScript(help, async (args) => {
  const { values } = parseArgs({ args, options: { documents: { type: "boolean" } } });
  await measureDocuments();
  if (values.documents !== true) await main();
});
