/** Commands about the OAuth clients of a workspace: its registrations at providers. */
import { oauthClient, oauthClientList } from "@grantry/contract/v1/connectors";
import type { z } from "zod";
import { type Command, type Outcome, type Run, table, textOption } from "../command.ts";
import { usage } from "../failure.ts";
import { everyItem } from "../list.ts";
import { openSession } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";

async function clientCalls(run: Run) {
  const session = await openSession(run);
  const workspace = await workspaceOf(run, session);
  const pathOf = (...parts: string[]) => workspacePath(workspace, "oauth-clients", ...parts);
  return { session, pathOf };
}

export const listOAuthClients: Command = {
  name: "oauth-clients list",
  summary: "List the workspace's OAuth clients: its registrations at providers",
  run: async (run) => {
    const { session, pathOf } = await clientCalls(run);
    return outcomeOf(await everyItem(session, oauthClientList, pathOf()));
  },
};

export const setOAuthClient: Command = {
  name: "oauth-clients set",
  summary: "Choose the client that shared connections use, or note that other servers use one, too",
  takes: ["<oauth-client>"],
  options: {
    preferred: {
      value: "on|off",
      summary: "use this one for shared connections where several of the provider fit",
    },
    "used-by-other-servers": {
      value: "on|off",
      summary: "disconnecting erases here only and revokes nothing at the provider",
    },
  },
  run: async (run) => {
    const [id = ""] = run.given;
    const body = {
      preferred: switchOf(run, "preferred"),
      used_by_other_servers: switchOf(run, "used-by-other-servers"),
    };
    if (Object.values(body).every((one) => one === undefined)) {
      throw usage("Name what to set: --preferred or --used-by-other-servers.");
    }
    const { session, pathOf } = await clientCalls(run);
    const call = { method: "PATCH", path: pathOf(id), body } as const;
    return outcomeOf([await session.ask(oauthClient, call)]);
  },
};

function switchOf(run: Run, option: string): boolean | undefined {
  const word = textOption(run, option);
  if (word === undefined) return undefined;
  if (word === "on" || word === "off") return word === "on";
  throw usage(`--${option} takes on or off.`);
}

function outcomeOf(clients: readonly z.output<typeof oauthClient>[]): Outcome {
  const word = (said: boolean) => (said ? "yes" : "no");
  const rows = clients.map((one) => [
    one.id,
    one.provider_id,
    one.name,
    one.client_id,
    word(one.preferred),
    word(one.used_by_other_servers),
  ]);
  const head = ["ID", "PROVIDER", "NAME", "CLIENT ID", "PREFERRED", "ON OTHER SERVERS"];
  return { json: { oauth_clients: clients }, lines: table(head, rows) };
}
