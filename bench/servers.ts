/** Starts the servers that are compared, each in a process of its own. */
import { type Child, freePort, listening, startChild } from "./child.ts";
import type { ProbeQuestion, Usage } from "./probe.ts";
import type { World } from "./world.ts";

export interface MeasuredServer {
  readonly name: string;
  readonly port: number;
  usage(question?: ProbeQuestion): Promise<Usage>;
  stop(): Promise<void>;
}

/** As the npm scripts that start the server: compiled code is kept between starts. */
const compileCache = [
  "--import",
  new URL("../tools/compile-cache.mjs", import.meta.url).href,
] as const;
const probe = [...compileCache, "--import", new URL("probe.ts", import.meta.url).href] as const;

async function started(name: string, child: Child, port: number): Promise<MeasuredServer> {
  await listening(port);
  return {
    name,
    port,
    usage: (question = "usage") => child.ask<Usage>(question),
    stop: child.stop,
  };
}

/** This project's server, as `npm run start:server` starts it. */
export async function startGrantry(
  world: World,
  options: { allowedPrivateOrigins?: string; nodeOptions?: readonly string[] } = {},
): Promise<MeasuredServer> {
  const port = await freePort();
  const child = startChild("../packages/server/src/main.ts", {
    nodeOptions: [...probe, ...(options.nodeOptions ?? [])],
    environment: {
      GRANTRY_PORT: String(port),
      GRANTRY_PUBLIC_URL: world.publicUrl,
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: options.allowedPrivateOrigins ?? "",
    },
  });
  return await started("grantry", child, port);
}

/** The one written by hand. */
export async function startHandWritten(world: World): Promise<MeasuredServer> {
  const port = await freePort();
  const child = startChild("hand-written.ts", {
    nodeOptions: probe,
    environment: {
      PORT: String(port),
      DATABASE_URL: world.databaseUrl,
      ENCRYPTION_KEYS: world.encryptionKeys,
      JWT_KEY: world.jwtKey,
      PUBLIC_URL: world.publicUrl,
    },
  });
  return await started("hand-written", child, port);
}
