/** `init --production`: makes what a server in production is run by, and says what else there is to do. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listOption, type Outcome, type Run, table, textOption } from "../command.ts";
import { fileProblem, usage } from "../failure.ts";
import { readOptional } from "../files.ts";
import { asCliError, localProduction } from "../local-server.ts";
import { environmentValue, filePath, shownPath } from "../outside.ts";
import { type Check, checkAddress } from "../production-checks.ts";

type Local = Awaited<ReturnType<typeof localProduction>>;
type Plan = ReturnType<Local["planProduction"]>;

const signs = { good: "ok     ", bad: "BAD    ", unknown: "?      " } as const;

export async function initProduction(run: Run): Promise<Outcome> {
  const { planProduction } = await localProduction();
  const publicUrl = await answer(run, "public-url", "The https address of the server: ");
  const as = kindOf(
    (await answer(run, "as", "Run by systemd or compose [systemd]: ")) || "systemd",
  );
  const image =
    as === "compose" ? await answer(run, "image", "The image, with its version: ") : null;
  const databaseUrl = environmentValue(run.outside, "GRANTRY_DATABASE_URL") ?? null;
  const connectors = await connectorsOf(run);
  const input = { publicUrl, as, image, databaseUrl, connectors };
  const plan = await asCliError((async () => planProduction(input))());
  const folder = filePath(run.outside, textOption(run, "folder") ?? "grantry-production");
  run.terminal.progress(`Looking at ${publicUrl}.`);
  const checks = await checkAddress(run.outside, publicUrl);
  const files = await writeMissing(folder, plan);
  return outcome(run, { plan, checks, files, folder, as });
}

/** What was given, or what somebody at the terminal says. */
async function answer(run: Run, option: string, question: string): Promise<string> {
  const given = textOption(run, option);
  if (given !== undefined) return given;
  if (!run.terminal.interactive) throw usage(`--production needs --${option}.`);
  return await run.terminal.ask(question);
}

function kindOf(text: string): "systemd" | "compose" {
  if (text === "systemd" || text === "compose") return text;
  throw usage("--as takes systemd or compose.");
}

/** None is right as well: they can be registered later. */
async function connectorsOf(run: Run): Promise<string[]> {
  const given = listOption(run, "connectors");
  if (given.length > 0 || !run.terminal.interactive) return given;
  const text = await run.terminal.ask("Connectors to register, such as gmail slackbot, or none: ");
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

interface Written {
  readonly name: string;
  /** `differs`: it is there with other settings, and stays as it is. */
  readonly state: "made" | "kept" | "differs";
  /** The first line that differs: its number and, of a setting, its name, since its value may be a secret. */
  readonly line?: string;
}

/** No file that is there is written: the key in it may have sealed a database. */
async function writeMissing(folder: string, { files }: Plan): Promise<Written[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw fileProblem(`${folder} cannot be made.`, cause);
  });
  const written: Written[] = [];
  for (const { name, text, mode } of files) {
    const path = join(folder, name);
    const there = await readOptional(path);
    if (there === undefined) {
      await writeFile(path, text, { mode, flag: "wx" }).catch((cause: unknown) => {
        throw fileProblem(`${path} cannot be written.`, cause);
      });
      // Whatever the mask of new files is.
      await chmod(path, mode);
    }
    const isKept = name === "encryption.key" || there === text;
    if (there === undefined) written.push({ name, state: "made" });
    else if (isKept) written.push({ name, state: "kept" });
    else written.push({ name, state: "differs", line: firstDifference(text, there) });
  }
  return written;
}

function firstDifference(text: string, there: string): string {
  const lines = there.split("\n");
  const wanted = text.split("\n");
  const at = wanted.findIndex((line, index) => line !== lines[index]);
  // What is there may just be longer.
  const number = at === -1 ? wanted.length : at + 1;
  const [, name] = /^#?(\w+)=/.exec(wanted[number - 1] ?? "") ?? [];
  return name === undefined ? `line ${number}` : `line ${number}, ${name}`;
}

interface Done {
  readonly plan: Plan;
  readonly checks: readonly Check[];
  readonly files: readonly Written[];
  readonly folder: string;
  readonly as: "systemd" | "compose";
}

const words = {
  made: "made",
  kept: "was there, and is as it should be",
  differs: "was there with other content, and stays as it is",
} as const;

function outcome(run: Run, { plan, checks, files, folder, as }: Done): Outcome {
  const { registrations } = plan;
  const shown = shownPath(run.outside, folder) || ".";
  const json = {
    folder,
    files,
    checks,
    registrations: registrations.map((one) => ({
      type: one.integrationType,
      oauth_client: one.oauthClientId,
      redirect_uri: one.redirectUri,
    })),
  };
  const differs = files.some(({ state }) => state === "differs");
  const lines = [
    ...files.map(({ name, state, line }) => {
      const where = line === undefined ? "" : ` (${line})`;
      return `${join(shown, name)}: ${words[state]}${where}.`;
    }),
    ...checks.map(({ about, verdict, text }) => `${signs[verdict]}${about}: ${text}`),
    ...(differs ? [conflict] : [...registrationLines(plan), ...nextLines(as, shown)]),
  ];
  const isBad = differs || checks.some(({ verdict }) => verdict === "bad");
  return isBad ? { json, lines, exit: "partly" } : { json, lines };
}

function registrationLines({ registrations }: Plan): string[] {
  if (registrations.length === 0) return [];
  return [
    "Redirect URIs to register at the providers, where a bootstrap file declares the clients by these ids;",
    "one that is added in the dashboard has another id, and the dashboard shows its redirect URI:",
    ...table(
      ["CONNECTOR", "OAUTH CLIENT", "REDIRECT URI"],
      registrations.map((one) => [one.title, one.oauthClientId, one.redirectUri]),
    ),
  ];
}

const conflict =
  "What comes next is left out, since it may not fit what was there: move the file away, or mend it, and run this again.";

function nextLines(as: Done["as"], folder: string): string[] {
  return [
    "Next:",
    ...nextSteps[as].map((step) => `  ${step.replaceAll("FOLDER", folder)}`),
    "Then the proxy that ends TLS, such as nginx or Caddy: docs/deploying.md, Behind TLS.",
    "Keep a copy of encryption.key apart from the database: without it nobody can read what is stored.",
  ];
}

/** As docs/deploying.md has them. */
const nextSteps = {
  systemd: [
    "install -m 755 grantry /usr/local/bin/grantry",
    "useradd --system --home-dir /var/lib/grantry --shell /usr/sbin/nologin grantry",
    "install -d -m 700 /etc/grantry",
    "install -m 600 FOLDER/encryption.key FOLDER/grantry.env /etc/grantry/",
    "install -m 644 FOLDER/grantry.service /etc/systemd/system/",
    "systemctl enable --now grantry",
    "journalctl --unit grantry --grep 'Make the first one'",
  ],
  compose: [
    "cd FOLDER",
    "chown 1000:1000 encryption.key",
    "docker compose up --detach",
    "docker compose logs grantry | grep 'Make the first one'",
  ],
} as const;
