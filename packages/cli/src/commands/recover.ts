/** The server's operator vouches for people and domains. To be run on the server's machine. */
import { type Command, isOn } from "../command.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localRecover } from "../local-server.ts";
import { timeText } from "../outside.ts";
import { resetLinkLines } from "./members.ts";

export const recover: Command = {
  name: "recover",
  summary: "Print a link that sets a new password for an account, from the server's own database",
  takes: ["<email>"],
  options: {
    "end-second-factor": {
      summary: "the link also removes the account's authenticator app, its second factor",
    },
  },
  places: [],
  run: async (run) => {
    const { createLocalResetLink } = await localRecover();
    const email = run.given[0] ?? "";
    const endsSecondFactor = isOn(run, "end-second-factor");
    const environment = await databaseEnvironment(run);
    const work = createLocalResetLink(environment, { email, endsSecondFactor });
    const { entryLinkId: id, url, expiresAt, ...link } = await asCliError(work);
    const json = { id, email: link.email, expires_at: timeText(expiresAt), url: url.reveal() };
    return { json, lines: resetLinkLines(json) };
  },
};

export const proveDomain: Command = {
  name: "prove-domain",
  summary: "Vouch that an email domain belongs to a workspace, in the server's own database",
  takes: ["<domain>", "<workspace-id>"],
  places: [],
  run: async (run) => {
    const [domain = "", workspaceId = ""] = run.given;
    const { proveLocalDomain } = await localRecover();
    const input = { domain: domain.trim().toLowerCase(), workspaceId };
    await asCliError(proveLocalDomain(await databaseEnvironment(run), input));
    const json = { domain: input.domain, workspace_id: workspaceId, proven_by: "server" };
    return {
      json,
      lines: [`${input.domain} is proven: its people sign in by ${workspaceId}'s provider.`],
    };
  },
};
