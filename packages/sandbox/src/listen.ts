/** How the providers of this sandbox listen, and stop. */
import type { Server } from "node:http";

/** As front ends of providers do, which keep a connection for a minute and more. */
const keepAliveMs = 75_000;

/** Listens on 127.0.0.1, on any free port for 0, and resolves with the port. Rejects when it is taken. */
export function listen(server: Server, port: number): Promise<number> {
  server.keepAliveTimeout = keepAliveMs;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("The sandbox has no port."));
    });
  });
}
