/** The server without its records of token reads: what they cost is measured against it. No setting takes them away. */
import { createApp } from "../packages/server/src/app.ts";
import { readConfig } from "../packages/server/src/config.ts";
import { readEncryptionKeys } from "../packages/server/src/encryption-key-file.ts";
import { createLog } from "../packages/server/src/lib/log.ts";

const config = readConfig(process.env);
const app = await createApp({
  config,
  log: createLog(config.logLevel),
  encryptionKeys: await readEncryptionKeys(config),
});
Object.assign(app.context.tokenReads, { record: () => undefined });
await app.http.listen({ host: config.host, port: config.port });
process.once("SIGTERM", () => void app.close());
