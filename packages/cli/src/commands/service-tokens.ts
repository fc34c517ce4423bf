/** Commands about the service tokens of an app's backend. */
import { deleted } from "@grantry/contract/v1/people";
import {
  createdServiceToken,
  serviceScope,
  serviceTokenList,
} from "@grantry/contract/v1/service-tokens";
import {
  type Command,
  isOn,
  listOption,
  printable,
  type Run,
  table,
  textOption,
} from "../command.ts";
import { fileProblem, usage } from "../failure.ts";
import { readOptional, writeSecret } from "../files.ts";
import { everyItem } from "../list.ts";
import { filePath } from "../outside.ts";
import { appOf } from "../project.ts";
import { openSession } from "../session.ts";
import { appPath } from "./apps.ts";

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
      token.last_used_at ?? "-",
      token.expires_at ?? "-",
      token.scopes?.join(" ") ?? "all",
    ]);
    return {
      json: { service_tokens: tokens },
      lines: table(["ID", "NAME", "CREATED", "LAST USED", "ENDS", "SCOPES"], rows),
    };
  },
};

/** Scopes as they were typed. Throws for one that no service token has. */
function scopesOf(run: Run): string[] {
  const typed = listOption(run, "scopes");
  for (const one of typed) {
    if (serviceScope.safeParse(one).success) continue;
    const known = serviceScope.options.join(", ");
    throw usage(`--scopes ${printable(one)}: is none of ${known}.`);
  }
  return typed;
}

export const createToken: Command = {
  name: "tokens create",
  summary: "Create a service token and write it to a new file that only you can read",
  takes: ["<name>"],
  options: {
    out: { value: "FILE", summary: "the new file (needed: a token is never printed)" },
    scopes: {
      value: "SCOPES",
      summary: `what it may do, separated by commas: ${serviceScope.options.join(", ")}; all but users:erase by default`,
    },
    connectors: {
      value: "IDS",
      summary: "the only connectors that it reaches, by ID, separated by commas; all by default",
    },
    days: { value: "N", summary: "days until it expires; never by default" },
  },
  run: async (run) => {
    const out = textOption(run, "out");
    if (out === undefined) throw usage("Name a new file with --out: a token is never printed.");
    const days = textOption(run, "days");
    const expires_in_days = days === undefined ? null : Number(days);
    if (Number.isNaN(expires_in_days)) throw usage("--days takes a whole number.");
    const scopes = scopesOf(run);
    const connector_ids = listOption(run, "connectors");
    const path = filePath(run.outside, out);
    // Looked at first: a token that cannot be kept must not be made.
    if ((await readOptional(path)) !== undefined) throw fileProblem(`${out} already exists.`);
    const { session, pathOf } = await tokenCalls(run);
    const body = {
      name: run.given[0],
      expires_in_days,
      ...(scopes.length === 0 ? {} : { scopes }),
      ...(connector_ids.length === 0 ? {} : { connector_ids }),
    };
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
