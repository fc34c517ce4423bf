/** The server as a process: reads the configuration, listens, and ends on a signal. */
import { constants } from "node:os";
import { join } from "node:path";
import { type App, createApp } from "./app.ts";
import { readBootstrapFile, secretReader } from "./bootstrap-file.ts";
import { requireExtraAuthorities } from "./certificate-file.ts";
import { type Config, readConfig } from "./config.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { builtSite } from "./http/documentation/site-files.ts";
import { waitingConnectionsMax } from "./http/server.ts";
import { GrantryError } from "./lib/error.ts";
import { whyNotUsable } from "./lib/file-problem.ts";
import { createLog, isLogText, type Log } from "./lib/log.ts";
import { asListeningProblem } from "./listen.ts";
import { createSetupLink } from "./service/accounts/index.ts";
import { startTelemetry } from "./telemetry.ts";

async function main(): Promise<void> {
  const signals = watchSignals();
  const config = readConfig(process.env);
  await requireExtraAuthorities(config);
  const isText = isLogText(config, process.stdout);
  const telemetry = await startTelemetry(config.telemetry, config.egress);
  const log = createLog(config.logLevel, undefined, { isText, ...telemetry });
  telemetry.complainTo(log);
  const { bootstrapFile } = config;
  const app = await createApp({
    config,
    log,
    encryptionKeys: await readEncryptionKeys(config),
    docsSite: builtSite(),
    ...(bootstrapFile === null
      ? {}
      : {
          bootstrap: {
            declared: await readBootstrapFile(bootstrapFile),
            readSecret: secretReader(bootstrapFile, process.env),
          },
        }),
  });
  warnOfFolder(config, log);
  await listen(app, config);
  log.info({ publicUrl: config.publicUrl }, "listening");
  await showSetupLink(app);
  log.info({ signal: await signals.first() }, "closing");
  // On a developer's machine nobody is behind a proxy, and a browser keeps connections that it does not use.
  if (config.production) await app.drain();
  await app.close();
  log.info("closed");
  await telemetry.end();
}

/** A server on PostgreSQL writes no other file: it serves all the same. */
function warnOfFolder({ unstoredFolder }: Config, log: Log): void {
  const problem = whyNotUsable(join(unstoredFolder, "answer"));
  if (problem === undefined) return;
  log.warn(
    { problem },
    "a provider's answer would be lost with this process while the database is away",
  );
}

/** Throws config_invalid where a person can mend it. */
async function listen(app: App, config: Config): Promise<void> {
  try {
    const { host, port } = config;
    await app.http.listen({ host, port, backlog: waitingConnectionsMax });
  } catch (thrown) {
    await app.close();
    throw asListeningProblem(config, thrown);
  }
}

/** Printed and not logged: whoever has it becomes the first operator. */
async function showSetupLink({ context }: App): Promise<void> {
  const link = await createSetupLink(context);
  if (link === null) return;
  process.stdout.write(
    `grantry: nobody has an account yet. Make the first one within a day: ${link.reveal()}\n`,
  );
}

interface Signals {
  /** The one that says that the server is to end. From then on it is not ended by another. */
  first(): Promise<NodeJS.Signals>;
}

/**
 * From the first moment: the first process of a container is not ended by a signal that nobody watches for. One that comes
 * while the server starts ends it at once. npm passes on the signal that the terminal has sent already: the second must not
 * cut short what the first began.
 */
function watchSignals(): Signals {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let starting = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (starting) process.exit(128 + constants.signals[signal]);
      first.resolve(signal);
    });
  }
  return {
    first: async () => {
      starting = false;
      return await first.promise;
    },
  };
}

/** Settles when the server has ended; `process.exitCode` says how. */
export const ended: Promise<void> = main().catch((thrown: unknown) => {
  // What an operator can mend is said in one line; only what nobody expected shows its stack.
  const known = thrown instanceof GrantryError;
  process.stderr.write(known ? `grantry: ${thrown.detail}\n` : `grantry: ${String(thrown)}\n`);
  if (!known && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  process.exitCode = 1;
});
