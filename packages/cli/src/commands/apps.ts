/** Commands about apps. */
import { origin } from "@grantry/contract/app-settings";
import { appList, app as appSchema } from "@grantry/contract/v1/apps";
import { type Command, listOption, printable, type Run, table, textOption } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { everyItem } from "../list.ts";
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
export async function appPath(run: Run, session: Session, app: string, ...parts: string[]) {
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

export const completionOption = {
  value: "WHO",
  summary: "required: only the app completes its users' consents; offered: also the browser",
} as const;

/** Throws for what is no policy. */
export function completionOf(run: Run): "offered" | "required" | undefined {
  const given = textOption(run, "completion");
  if (given === undefined || given === "offered" || given === "required") return given;
  throw usage("--completion is offered or required.");
}

export const changeApp: Command = {
  name: "apps change",
  summary: "Change an app's name, the origins of its pages, or who completes consents",
  takes: ["[app]"],
  options: {
    name: { value: "NAME", summary: "the new name" },
    origins: { ...originsOption, summary: "exactly these origins, separated by commas" },
    "add-origin": { value: "ORIGIN", summary: "add this one to those already set" },
    "remove-origin": { value: "ORIGIN", summary: "without this one" },
    completion: completionOption,
  },
  run: async (run) => {
    const completion = completionOf(run);
    const name = textOption(run, "name");
    const exact = textOption(run, "origins") === undefined ? null : originsOf(run, "origins");
    const added = originsOf(run, "add-origin");
    const removed = new Set(listOption(run, "remove-origin"));
    // What is not changed is not sent: another operator may have changed it meanwhile.
    const movesPages = exact !== null || added.length > 0 || removed.size > 0;
    if (name === undefined && completion === undefined && !movesPages) {
      throw usage(
        "Name what to change: --name, --origins, --add-origin, --remove-origin or --completion.",
      );
    }
    const session = await openSession(run);
    const path = await appPath(run, session, meantApp(run, session));
    const before = await session.ask(appSchema, { path });
    const kept = (exact ?? before.origins).filter((one) => !removed.has(one));
    const origins = [...new Set([...kept, ...added])];
    const body = {
      ...(name === undefined ? {} : { name }),
      ...(completion === undefined ? {} : { completion }),
      ...(movesPages ? { origins } : {}),
    };
    const json = await session.ask(appSchema, { method: "PATCH", path, body });
    const where = json.origins.length === 0 ? "no origin" : json.origins.join(" ");
    return { json, lines: [`${json.id} is "${printable(json.name)}", at ${where}.`] };
  },
};
