/** Commands about apps, and the service tokens of their backends. */
import { origin } from "@grantry/contract/app-settings";
import {
  appList,
  app as appSchema,
  createdServiceToken,
  serviceTokenList,
} from "@grantry/contract/v1/apps";
import { deleted } from "@grantry/contract/v1/people";
import {
  type Command,
  isOn,
  listOption,
  printable,
  type Run,
  table,
  textOption,
} from "../command.ts";
import { CliError, fileProblem, usage } from "../failure.ts";
import { readOptional, writeSecret } from "../files.ts";
import { everyItem } from "../list.ts";
import { filePath } from "../outside.ts";
import { appOf } from "../project.ts";
import { openSession, type Session } from "../session.ts";
import { workspaceOf, workspaceOfApp, workspacePath } from "../workspace.ts";

async function appCalls(run: Run) {
  const session = await openSession(run);
  const workspace = await workspaceOf(run, session);
  const pathOf = (...parts: string[]) => workspacePath(workspace, "apps", ...parts);
  return { session, pathOf };
}

/** The path of one app, or of something of it. */
async function appPath(run: Run, session: Session, app: string, ...parts: string[]) {
  return workspacePath(await workspaceOfApp(run, session, app), "apps", app, ...parts);
}

/** The app that an argument names, or the project's. */
function meantApp(run: Run, session: Session): string {
  return run.given[0] ?? appOf(run, session.project);
}

export const listApps: Command = {
  name: "apps list",
  summary: "List the workspace's apps",
  run: async (run) => {
    const { session, pathOf } = await appCalls(run);
    const apps = await everyItem(session, appList, pathOf());
    const rows = apps.map(({ id, name, origins }) => [id, name, origins.join(" ")]);
    return { json: { apps }, lines: table(["ID", "NAME", "ORIGINS"], rows) };
  },
};

export const showApp: Command = {
  name: "apps show",
  summary: "Show one app: its origins and its identity providers",
  takes: ["[app]"],
  run: async (run) => {
    const session = await openSession(run);
    const path = await appPath(run, session, meantApp(run, session));
    const json = await session.ask(appSchema, { path });
    const issuers = json.identity_providers.map(({ issuer }) => issuer);
    const rows = [
      [json.id, json.name],
      ...json.origins.map((origin) => ["origin", origin]),
      ...issuers.map((issuer) => ["identity provider", issuer]),
    ];
    return { json, lines: table(["", ""], rows).slice(1) };
  },
};

const originsOption = {
  value: "ORIGINS",
  summary: "origins of the app's pages, such as https://app.example.com, separated by commas",
} as const;

/** Origins as they were typed. Throws for one that no page has. */
function originsOf(run: Run, option: string): string[] {
  const typed = listOption(run, option);
  for (const one of typed) {
    const judged = origin.safeParse(one);
    const [issue] = judged.error?.issues ?? [];
    if (issue !== undefined) throw usage(`--${option} ${printable(one)}: ${issue.message}.`);
  }
  return typed;
}

export const createApp: Command = {
  name: "apps create",
  summary: "Create an app",
  takes: ["<name>"],
  options: { origins: originsOption },
  run: async (run) => {
    const origins = originsOf(run, "origins");
    const { session, pathOf } = await appCalls(run);
    const body = { name: run.given[0] };
    const json = await session.ask(appSchema, { method: "POST", path: pathOf(), body });
    const lines = [`Created ${json.id}.`];
    if (origins.length === 0) {
      lines.push(
        `No page can call the server for it yet: grantry apps change --app ${json.id} --add-origin https://app.example.com`,
      );
      return { json, lines };
    }
    const call = { method: "PATCH", path: pathOf(json.id), body: { origins } } as const;
    try {
      return { json: await session.ask(appSchema, call), lines };
    } catch (thrown) {
      if (!(thrown instanceof CliError)) throw thrown;
      lines.push(`Its origins were not set: ${thrown.message}`);
      return { json, lines, exit: "partly" };
    }
  },
};

export const changeApp: Command = {
  name: "apps change",
  summary: "Change an app's name or the origins of its pages",
  takes: ["[app]"],
  options: {
    name: { value: "NAME", summary: "the new name" },
    origins: { ...originsOption, summary: "exactly these origins, separated by commas" },
    "add-origin": { value: "ORIGIN", summary: "add this one to those already set" },
    "remove-origin": { value: "ORIGIN", summary: "without this one" },
  },
  run: async (run) => {
    const name = textOption(run, "name");
    const exact = textOption(run, "origins") === undefined ? null : originsOf(run, "origins");
    const added = originsOf(run, "add-origin");
    const removed = new Set(listOption(run, "remove-origin"));
    if (name === undefined && exact === null && added.length === 0 && removed.size === 0) {
      throw usage("Name what to change: --name, --origins, --add-origin or --remove-origin.");
    }
    const session = await openSession(run);
    const path = await appPath(run, session, meantApp(run, session));
    const before = await session.ask(appSchema, { path });
    const kept = (exact ?? before.origins).filter((one) => !removed.has(one));
    const origins = [...new Set([...kept, ...added])];
    // What is not changed is not sent: another operator may have changed it meanwhile.
    const movesPages = exact !== null || added.length > 0 || removed.size > 0;
    const body = { ...(name === undefined ? {} : { name }), ...(movesPages ? { origins } : {}) };
    const json = await session.ask(appSchema, { method: "PATCH", path, body });
    const where = json.origins.length === 0 ? "no origin" : json.origins.join(" ");
    return { json, lines: [`${json.id} is "${printable(json.name)}", at ${where}.`] };
  },
};

async function tokenCalls(run: Run) {
  const session = await openSession(run);
  const base = await appPath(run, session, appOf(run, session.project), "service-tokens");
  const pathOf = (id?: string) => (id === undefined ? base : `${base}/${encodeURIComponent(id)}`);
  return { session, pathOf };
}

export const listTokens: Command = {
  name: "tokens list",
  summary: "List the service tokens of the app's backend and functions, without secrets",
  run: async (run) => {
    const { session, pathOf } = await tokenCalls(run);
    const tokens = await everyItem(session, serviceTokenList, pathOf());
    const rows = tokens.map((token) => [
      token.id,
      token.name,
      token.created_at,
      token.expires_at ?? "-",
    ]);
    return {
      json: { service_tokens: tokens },
      lines: table(["ID", "NAME", "CREATED", "ENDS"], rows),
    };
  },
};

export const createToken: Command = {
  name: "tokens create",
  summary: "Create a service token and write it to a new file that only you can read",
  takes: ["<name>"],
  options: {
    out: { value: "FILE", summary: "the new file (needed: a token is never printed)" },
    days: { value: "N", summary: "days until it expires; never by default" },
  },
  run: async (run) => {
    const out = textOption(run, "out");
    if (out === undefined) throw usage("Name a new file with --out: a token is never printed.");
    const days = textOption(run, "days");
    const expires_in_days = days === undefined ? null : Number(days);
    if (Number.isNaN(expires_in_days)) throw usage("--days takes a whole number.");
    const path = filePath(run.outside, out);
    // Looked at first: a token that cannot be kept must not be made.
    if ((await readOptional(path)) !== undefined) throw fileProblem(`${out} already exists.`);
    const { session, pathOf } = await tokenCalls(run);
    const body = { name: run.given[0], expires_in_days };
    const call = { method: "POST", path: pathOf(), body } as const;
    const { secret, ...json } = await session.ask(createdServiceToken, call);
    try {
      await writeSecret(path, secret);
    } catch (thrown) {
      await session.ask(deleted, { method: "DELETE", path: pathOf(json.id) });
      throw thrown;
    }
    return {
      json: { ...json, file: out },
      lines: [`Created ${json.id}; its secret is in ${out}.`],
    };
  },
};

export const revokeToken: Command = {
  name: "tokens revoke",
  summary: "Revoke a service token: the backend that uses it is refused from now on",
  takes: ["<token-id>"],
  options: { yes: { summary: "do not ask", short: "y" } },
  run: async (run) => {
    const [id = ""] = run.given;
    const { session, pathOf } = await tokenCalls(run);
    if (!isOn(run, "yes") && !(await run.terminal.confirm(`Revoke the service token ${id}?`))) {
      return { json: { id, deleted: false }, lines: ["Nothing was changed."] };
    }
    const json = await session.ask(deleted, { method: "DELETE", path: pathOf(id) });
    return { json, lines: [`Revoked ${json.id}.`] };
  },
};
