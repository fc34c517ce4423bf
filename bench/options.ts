/** What `npm run bench` can be told. */
import { parseArgs } from "node:util";
import type { Engine } from "../packages/server/src/store/engine.ts";
import { chosen, wholeNumber } from "../tools/script.ts";

/** Numbers of connections that are filled in: for the tables, and for the two ends of the scale. */
export interface Sizes {
  readonly small: number;
  readonly usual: number;
  readonly large: number;
}

export interface BenchOptions {
  readonly engines: readonly Engine[];
  readonly parts: readonly Part[];
  /** How often each pair is measured; the tables show medians. */
  readonly rounds: number;
  readonly roundMs: number;
  /** How often a server is asked, at least, before anything is measured: enough for every JWT to have been seen. */
  readonly warmUpRequests: number;
  readonly refreshMs: number;
  readonly sizes: Sizes;
  /** How many connections the lists and previews are of. */
  readonly listed: number;
  /** The directory of another checkout: then its server and this one's are measured in turn, and nothing else. */
  readonly beside: string | undefined;
  readonly quick: boolean;
}

const parts = [
  "throughput",
  "memory",
  "refresh",
  "size",
  "wires",
  "audit",
  "telemetry",
  "lists",
  "previews",
] as const;
export type Part = (typeof parts)[number];

export const help = `npm run bench -- [options]

Measures the token read of this server beside a hand-written one that does the same work.

  --quick              a minute instead of eleven: short rounds, fewer connections filled in
  --engine <name>      sqlite or postgres; both where not given
  --part <name>        ${parts.join(", ")}; all where not given
  --connections <n>    how many the lists and previews are of (1000000, with --quick 50000)
  --beside <directory> only the official clients' GET: this server and that of another checkout, in turn
  --rounds <count>     how often each pair is measured (15, with --quick 5)
  --help               this text

PostgreSQL is started for the run; DATABASE_URL names another one, in which a database may be made.
`;

/** Reads the command line. Throws WrongArgument. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      engine: { type: "string" },
      part: { type: "string" },
      rounds: { type: "string" },
      connections: { type: "string" },
      beside: { type: "string" },
    },
  });
  const { quick } = values;
  const rounds = wholeNumber("--rounds", values.rounds ?? (quick ? "5" : "15"));
  const listed = wholeNumber("--connections", values.connections ?? (quick ? "50000" : "1000000"));
  return {
    engines: chosen("--engine", ["sqlite", "postgres"], values.engine),
    parts: chosen("--part", parts, values.part),
    rounds,
    roundMs: quick ? 300 : 700,
    warmUpRequests: quick ? 4_000 : 50_000,
    refreshMs: quick ? 5_000 : 20_000,
    sizes: quick
      ? { small: 1_000, usual: 10_000, large: 50_000 }
      : { small: 10_000, usual: 100_000, large: 1_000_000 },
    listed,
    beside: values.beside,
    quick,
  };
}
