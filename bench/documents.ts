/** How long the event loop stands still for the costliest documents that fit their bounds, and for such that do not. */
import {
  isBoundedJson,
  jsonBounds,
  parseForm,
  parseJson,
} from "../packages/server/src/lib/json.ts";
import type { Reach } from "../packages/server/src/lib/reach.ts";
import { discover } from "../packages/server/src/oauth/discovery.ts";
import { fetchKeySet } from "../packages/server/src/service/app-users/key-set-answer.ts";
import { patternProblem } from "../packages/server/src/service/manage/provider-pattern.ts";
import { printTable } from "./table.ts";

const { charactersMax, valuesMax, depthMax } = jsonBounds;
const bodyCharacters = 65_536;
const rounds = 7;

const zeros = (characters: number) => `[${"0,".repeat(characters / 2 - 2)}0]`;
const names = (count: number) =>
  `{${Array.from({ length: count }, (_, at) => `"n${at}":0`).join(",")}}`;
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
/** As many numbers of so many digits as are read. */
const digits = (count: number, length: number) =>
  `[${Array(count).fill("9".repeat(length)).join(",")}]`;
const quotes = (characters: number) => `"${'\\"'.repeat(characters / 2 - 1)}"`;

const keySet = (keys: number, characters: number) =>
  JSON.stringify({
    keys: Array.from({ length: keys }, (_, at) => ({
      kty: "RSA",
      kid: `k${at}`,
      n: "A".repeat(characters),
      e: "AQAB",
    })),
  });

function reachOf(text: string): Reach {
  const send = () => Promise.resolve(new Response(text));
  return {
    allowedPrivateOrigins: new Set(),
    send,
    sendDirectly: send,
    sendToSignIn: send,
    stream: () => Promise.reject(new Error("nothing is passed on")),
  };
}
const setAddress = {
  workspaceId: "ws",
  from: "jwks_uri",
  url: "https://id.example.com/keys",
} as unknown as Parameters<typeof fetchKeySet>[1];

const issuer = "https://id.example.com";
const metadata = (members: number) => `{"issuer":"${issuer}",${names(members).slice(1)}`;

type Read = (text: string) => unknown;

const readBody: Read = (text) => isBoundedJson(text) && JSON.parse(text);
const readKeys: Read = (text) => fetchKeySet(reachOf(text), setAddress);
const readMetadata: Read = (text) =>
  discover(issuer, { send: reachOf(text).send, allowInsecure: false });

/** What each is, the document, and what reads it. */
const documents: readonly (readonly [string, string, Read])[] = [
  ["JSON, 20,000 values", zeros(valuesMax * 2 - 2), parseJson],
  ["JSON, 1 MiB of zeros", zeros(charactersMax), parseJson],
  ["JSON, 9,900 names", names(9_900), parseJson],
  ["JSON, 64 levels", deep(depthMax), parseJson],
  ["JSON, 500,000 levels", deep(500_000), parseJson],
  ["JSON, 1 MiB in one text of escapes", quotes(charactersMax), parseJson],
  ["JSON, 1 MiB of long numbers", digits(19_000, 54), parseJson],
  [
    "form, 1,000 pairs in 1 MiB",
    Array(1_000)
      .fill(`a=${"%41".repeat(348)}`)
      .join("&"),
    parseForm,
  ],
  ["form, 1 MiB of pairs", "a&".repeat(charactersMax / 2), parseForm],
  ["body, 64 KiB of zeros", zeros(bodyCharacters), readBody],
  ["body, 20,000 values", zeros(valuesMax * 2 - 2), readBody],
  ["key set, 200 keys", keySet(200, 1_366), readKeys],
  ["key set, 1,500 keys", keySet(1_500, 600), readKeys],
  ["metadata, 9,900 members", metadata(9_900), readMetadata],
  ["pattern of 300 characters", `^${"[a-z]?".repeat(49)}$`, patternProblem],
];

/** Times in milliseconds: each is read in one turn of the event loop. */
async function timesOf(read: Read, text: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    // What is refused costs as well.
    await Promise.resolve(read(text)).catch(() => {});
    times.push(performance.now() - began);
  }
  return times;
}

export async function measureDocuments(): Promise<void> {
  const rows: string[][] = [];
  for (const [name, text, read] of documents) {
    const times = await timesOf(read, text);
    rows.push([name, ...[Math.min(...times), Math.max(...times)].map((ms) => ms.toFixed(1))]);
  }
  printTable(
    `How long each holds the event loop, of ${rounds} times; the first has nothing compiled`,
    [["document", "least ms", "most ms"], ...rows],
  );
}
