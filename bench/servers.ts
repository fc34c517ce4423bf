/** Starts the servers that are compared, each in a process of its own. */
import { readFileSync } from "node:fs";
import { allocator } from "../tools/start-server.ts";
import { type Child, freePort, listening, startChild } from "./child.ts";
import type { ProbeQuestion, Usage } from "./probe.ts";
import type { World } from "./world.ts";

export interface MeasuredServer {
  readonly name: string;
  readonly port: number;
  usage(question?: ProbeQuestion): Promise<Usage>;
  stop(): Promise<void>;
}

const root = new URL("../", import.meta.url);

/** What `npm run start:server` starts the server with: what is measured is what is run. */
function startCommand() {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const words: string[] = scripts["start:server"].split(" ");
  return {
    environment: allocator,
    nodeOptions: words
      .slice(1, -1)
      .map((word) => (word.startsWith("./") ? new URL(word, root).href : word)),
  };
}

const started = startCommand();
const probe = ["--import", new URL("probe.ts", import.meta.url).href] as const;

async function running(name: string, child: Child, port: number): Promise<MeasuredServer> {
  await listening(port);
  return {
    name,
    port,
    usage: (question = "usage") => child.ask<Usage>(question),
    stop: child.stop,
  };
}

/** Starts both once: what is measured afterwards finds its sources compiled. */
export async function compileServers(world: World): Promise<void> {
  for (const server of [await startGrantry(world), await startHandWritten(world)]) {
    await server.stop();
  }
}

export interface GrantryOptions {
  readonly allowedPrivateOrigins?: string;
  readonly nodeOptions?: readonly string[];
  /** Without its records of token reads, which it always has where it serves. */
  readonly unrecorded?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** This project's server, as `npm run start:server` starts it. */
export async function startGrantry(
  world: World,
  options: GrantryOptions = {},
): Promise<MeasuredServer> {
  const port = await freePort();
  const script = options.unrecorded === true ? "unrecorded.ts" : "../packages/server/src/main.ts";
  const child = startChild(script, {
    nodeOptions: [...started.nodeOptions, ...probe, ...(options.nodeOptions ?? [])],
    environment: {
      ...started.environment,
      GRANTRY_PORT: String(port),
      GRANTRY_PUBLIC_URL: world.publicUrl,
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      // Counted as ever, and never met: one app reads as fast as the server can.
      GRANTRY_LIMITS: "token_reads=1000000000/10,connection_reads=1000000000/10",
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: options.allowedPrivateOrigins ?? "",
      ...options.environment,
    },
  });
  return await running("grantry", child, port);
}

/** The one written by hand, with the same options of Node. */
export async function startHandWritten(world: World): Promise<MeasuredServer> {
  const port = await freePort();
  const child = startChild("hand-written.ts", {
    nodeOptions: [...started.nodeOptions, ...probe],
    environment: {
      ...started.environment,
      PORT: String(port),
      DATABASE_URL: world.databaseUrl,
      DATA_KEY: world.dataKey,
      JWT_KEY: world.jwtKey,
      PUBLIC_URL: world.publicUrl,
    },
  });
  return await running("hand-written", child, port);
}
