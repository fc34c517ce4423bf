/** Checks records of the audit log that the server has sent elsewhere, as lines of JSON, without any server. */
import { hash } from "node:crypto";
import { z } from "zod";
import { secondsOf } from "./outside.ts";

/** A line as docs/security/audit.md has it. */
const lineSchema = z.object({
  workspace_id: z.string().nullable(),
  number: z.int().positive(),
  hash: z.string(),
  previous_hash: z.string(),
  id: z.int(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  details: z.record(z.string(), z.unknown()),
  result: z.string(),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
});
type Line = z.output<typeof lineSchema>;

/** `changed`: it is not what its hash says. `missing`: numbers before it are not there. `not_next`: it does not follow. */
export type LineBreak = "changed" | "missing" | "not_next";

export interface CheckedFile {
  readonly chains: readonly CheckedLines[];
  /** Lines that are no records, such as one that was cut off. */
  readonly unreadable: number;
}

export interface CheckedLines {
  readonly workspace_id: string | null;
  readonly checked: number;
  /** How many came before. */
  readonly repeated: number;
  readonly first_number: number;
  readonly last_number: number;
  readonly last_hash: string;
  readonly broken: {
    readonly kind: LineBreak;
    readonly number: number;
    readonly line: number;
  } | null;
}

type Chain = { -readonly [K in keyof CheckedLines]: CheckedLines[K] } & {
  /** Of the last records, by number: what comes twice must be the same. */
  readonly hashes: Map<number, string>;
};

/** How many records are remembered of a chain. */
const rememberedMax = 100_000;

/** Checks lines as they come; `progress` hears how many there were. */
export async function checkLines(
  lines: AsyncIterable<string>,
  progress: (count: number) => void,
): Promise<CheckedFile> {
  const chains = new Map<string, Chain>();
  let unreadable = 0;
  let count = 0;
  for await (const text of lines) {
    count += 1;
    if (count % 100_000 === 0) progress(count);
    if (text === "") continue;
    const read = lineSchema.safeParse(parsed(text));
    if (!read.success) {
      unreadable += 1;
      continue;
    }
    const line = read.data;
    const chain = chains.get(line.workspace_id ?? "") ?? begun(line);
    chains.set(line.workspace_id ?? "", chain);
    if (chain.broken === null) take(chain, line, count);
  }
  const checked = [...chains.values()].map(({ hashes, ...chain }) => chain);
  return { chains: checked, unreadable };
}

function begun({ workspace_id, number, previous_hash }: Line): Chain {
  return {
    workspace_id,
    checked: 0,
    repeated: 0,
    first_number: number,
    last_number: number - 1,
    last_hash: previous_hash,
    broken: null,
    hashes: new Map(),
  };
}

function take(chain: Chain, line: Line, at: number): void {
  const kind = judge(chain, line);
  if (kind === "repeated") {
    chain.repeated += 1;
  } else if (kind !== null) {
    chain.broken = { kind, number: line.number, line: at };
  } else {
    chain.checked += 1;
    chain.last_number = line.number;
    chain.last_hash = line.hash;
    chain.hashes.set(line.number, line.hash);
    chain.hashes.delete(line.number - rememberedMax);
  }
}

function judge(chain: Chain, line: Line): LineBreak | "repeated" | null {
  const { number } = line;
  if (hashOf(line) !== line.hash) return "changed";
  if (number <= chain.last_number) {
    return chain.hashes.get(number) === line.hash ? "repeated" : "not_next";
  }
  if (number > chain.last_number + 1) return "missing";
  return line.previous_hash === chain.last_hash ? null : "not_next";
}

/** As the server makes it. */
function hashOf(line: Line): string {
  const text = JSON.stringify([
    "grantry audit 1",
    line.workspace_id ?? "",
    line.number,
    line.previous_hash,
    line.id,
    secondsOf(line.at),
    line.actor.kind,
    line.actor.id,
    line.actor.label,
    line.action,
    line.target.kind,
    line.target.id,
    JSON.stringify(line.details),
    line.result,
    line.address,
    line.request_id,
  ]);
  return hash("sha256", text, "base64url");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A record is shorter. */
const lineBytesMax = 4_194_304;

/** The lines of what is read, without their ends. Throws RangeError where one is longer than any record. */
export async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const piece of input) {
    let rest = Buffer.from(piece);
    for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
      yield Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      parts = [];
      size = 0;
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
    size += rest.length;
    if (size > lineBytesMax) throw new RangeError("A line is longer than any record.");
  }
  if (size > 0) yield Buffer.concat(parts).toString("utf8");
}
