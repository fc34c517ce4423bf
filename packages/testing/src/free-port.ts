/** Ports for servers of tests. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port of loopback that is free. Below those that the operating system gives to whoever calls out: of
 * these one can be taken again before it is used.
 */
export async function reservePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port was found");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
