/**
 * Calls the addresses of its arguments through the outbound function and prints what came of each:
 * run by a test in a process of its own, whose environment says which authorities are trusted.
 */
import { directly } from "@grantry/server/lib/egress";
import { createOutbound } from "@grantry/server/lib/outbound";

const addresses = process.argv.slice(2);
const outbound = createOutbound({ egress: directly, allowedPrivateOrigins: new Set(addresses) });
for (const url of addresses) {
  const outcome = await outbound.send({ method: "GET", url, headers: {} }).then(
    (answer) => answer.text(),
    (thrown: { phase: string; message: string }) => `${thrown.phase}: ${thrown.message}`,
  );
  process.stdout.write(`${outcome}\n`);
}
await outbound.close();
