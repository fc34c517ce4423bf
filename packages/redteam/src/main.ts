#!/usr/bin/env node
/** `npm run redteam`: attacks a server that keeps other people's tokens, from outside. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launchChromium } from "@grantry/testing/chromium";
import { runScript, WrongArgument, wholeNumber } from "../../../tools/script.ts";
import type { Adapter } from "./adapter.ts";
import { attacks } from "./attacks/index.ts";
import { openGrantry } from "./grantry-adapter.ts";
import { startProviders } from "./provider.ts";
import { json, line, summary } from "./report.ts";
import { attackServer } from "./run.ts";
import { openStage, type Stage } from "./scene.ts";

const help = `npx @grantry/redteam [options]; in a clone of the project: npm run redteam -- [options]

Attacks a server from outside, and says of each attack whether it held. Without a target a server is started
for it, in a clone.
Exit code: 0 where all that apply held, 1 where one went through or broke off, 2 where what was typed is wrong.

  --target <url>            a Grantry server; the keys of two of its workspaces come from the environment:
                            REDTEAM_WORKSPACE, REDTEAM_KEY, REDTEAM_OTHER_WORKSPACE, REDTEAM_OTHER_KEY
  --adapter <file>          a module whose openAdapter(stage) reaches another server: packages/redteam/README.md
  --provider-port <number>  where the attackers' provider listens on loopback; any free port unless told
  --provider-origin <url>   by which the target and browsers reach it, where that is another address
  --only <text>             attacks whose name holds it
  --json                    the results as JSON
  --defences                each attack on a server of ours without what stops it: all must go through
  --help                    this text
`;

const print = (text: string) => process.stdout.write(text);

interface Options {
  readonly target: string | undefined;
  readonly adapter: string | undefined;
  readonly providerPort: number | undefined;
  readonly providerOrigin: string | undefined;
  readonly only: string;
  readonly asJson: boolean;
  readonly showsDefences: boolean;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      target: { type: "string" },
      adapter: { type: "string" },
      "provider-port": { type: "string" },
      "provider-origin": { type: "string" },
      only: { type: "string", default: "" },
      json: { type: "boolean", default: false },
      defences: { type: "boolean", default: false },
    },
  });
  const port = values["provider-port"];
  return {
    target: values.target?.replace(/\/+$/, ""),
    adapter: values.adapter,
    providerPort: port === undefined ? undefined : wholeNumber("--provider-port", port),
    providerOrigin: values["provider-origin"],
    only: values.only,
    asJson: values.json,
    showsDefences: values.defences,
  };
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new WrongArgument(`${name} must be set: --help says what for.`);
}

async function open(stage: Stage, { target, adapter }: Options): Promise<Adapter> {
  if (adapter !== undefined) {
    const { openAdapter } = await import(pathToFileURL(resolve(adapter)).href);
    return await openAdapter(stage);
  }
  if (target === undefined) {
    const { openLocal } = await inClone(() => import("./local.ts"));
    return await openLocal(stage);
  }
  const tenant = (prefix: string) => ({
    workspaceId: fromEnvironment(`${prefix}WORKSPACE`),
    key: fromEnvironment(`${prefix}KEY`),
  });
  const tenants = { honest: tenant("REDTEAM_"), hostile: tenant("REDTEAM_OTHER_") };
  return await openGrantry({ url: target, tenants, appOrigin: stage.app.origin });
}

/** What starts servers of ours stands on the project's own code, which the published program does not hold. */
async function inClone<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const missing =
      cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
    if (!missing) throw cause;
    throw new WrongArgument(
      "A server of its own is started in a clone of the project alone: name yours by --target or --adapter.",
      { cause },
    );
  }
}

await runScript(help, async (args) => {
  const options = readOptions(args);
  const chosen = attacks.filter(({ name }) => name.includes(options.only));
  if (chosen.length === 0) {
    throw new WrongArgument(
      `--only must be part of one of ${attacks.map(({ name }) => name).join(", ")}.`,
    );
  }
  const { providerPort: port, providerOrigin: origin } = options;
  const at = {
    ...(port === undefined ? {} : { port }),
    ...(origin === undefined ? {} : { origin }),
  };
  const stage = await openStage(await startProviders(at), launchChromium);
  try {
    if (options.showsDefences) {
      const { showDefences } = await inClone(() => import("./defences.ts"));
      if (!(await showDefences(stage, chosen, print))) process.exitCode = 1;
      return;
    }
    const tell = options.asJson
      ? undefined
      : (result: Parameters<typeof line>[0]) => void print(line(result));
    const results = await attackServer(stage, () => open(stage, options), chosen, tell);
    print(
      options.asJson ? json(options.target ?? "a server of our own", results) : summary(results),
    );
    const isBad = results.some(
      ({ verdict }) => verdict === "went through" || verdict === "broke off",
    );
    if (isBad) process.exitCode = 1;
  } finally {
    await stage.close();
  }
});
