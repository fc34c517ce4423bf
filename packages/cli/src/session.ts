/** Calls to the server as whoever is signed in: by a key of the environment, or by a kept login. */
import { cliTokenAnswer, oauthErrorBody } from "@grantry/contract/oauth";
import type { z } from "zod";
import type { Run } from "./command.ts";
import { CliError } from "./failure.ts";
import { type Call, checked, exchange } from "./http-answer.ts";
import { keepLogin, type Login, readLogins } from "./login-store.ts";
import { environmentValue, type Outside } from "./outside.ts";
import { type Project, readProject } from "./project.ts";
import { type ServerAddress, serverAddress } from "./server-address.ts";

export const clientId = "grantry-cli";
/** A token that ends sooner is refreshed first. */
const leewaySeconds = 60;

export interface Session {
  readonly server: string;
  readonly project: Project;
  readonly how: "key" | "login";
  /** Sends a call and checks its answer by the schema. Throws what went wrong as CliError. */
  ask<S extends z.ZodType>(schema: S, call: Call): Promise<z.output<S>>;
}

/** Throws where nobody is signed in. Nothing is sent yet. */
export async function openSession(run: Run): Promise<Session> {
  const project = await readProject(run);
  const address = serverAddress(run, project);
  const server = address.url;
  const key = environmentValue(run.outside, "GRANTRY_API_KEY");
  if (key !== undefined) return byKey(address, project, key);
  const login = (await readLogins(run.outside))[server];
  if (login === undefined) throw notSignedIn(server);
  return byLogin(run.outside, { server, project }, login);
}

function byKey({ url: server, byPerson }: ServerAddress, project: Project, key: string): Session {
  if (!byPerson) {
    throw new CliError(
      "usage",
      `GRANTRY_API_KEY is sent only to a server named by --server or GRANTRY_SERVER: a project file may be anybody's.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new CliError("sign_in", "GRANTRY_API_KEY contains characters that no key has.");
  }
  const headers = { authorization: `Bearer ${key}` };
  return {
    server,
    project,
    how: "key",
    ask: async (schema, call) =>
      checked(server, await exchange(server, { ...call, headers }), schema),
  };
}

function byLogin(
  outside: Outside,
  { server, project }: Pick<Session, "server" | "project">,
  kept: Login,
): Session {
  let login = kept;
  const once = async (call: Call) => {
    const headers = { authorization: `Bearer ${login.access_token}` };
    return await exchange(server, { ...call, headers });
  };
  return {
    server,
    project,
    how: "login",
    ask: async (schema, call) => {
      if (login.expires_at - outside.now() < leewaySeconds)
        login = await refresh(outside, server, login);
      let answer = await once(call);
      if (answer.status === 401) {
        login = await refresh(outside, server, login);
        answer = await once(call);
      }
      return checked(server, answer, schema);
    },
  };
}

/** A new pair of tokens. Where the server says that the login is over, it is forgotten here, too. */
async function refresh(outside: Outside, server: string, login: Login): Promise<Login> {
  const form = {
    grant_type: "refresh_token",
    refresh_token: login.refresh_token,
    client_id: clientId,
  };
  const answer = await exchange(server, { method: "POST", path: "/oauth/token", form });
  const refused = oauthErrorBody.safeParse(answer.json);
  if (answer.status === 400 && refused.success && refused.data.error === "invalid_grant") {
    await keepLogin(outside, server, null);
    const message = `The login at ${server} has expired or was revoked. Run grantry login.`;
    throw new CliError("sign_in", message, { code: "login_over" });
  }
  const tokens = checked(server, answer, cliTokenAnswer);
  const refreshed = {
    ...login,
    access_token: tokens.access_token,
    refresh_token: tokens.refresh_token,
    expires_at: outside.now() + tokens.expires_in,
  };
  await keepLogin(outside, server, refreshed);
  return refreshed;
}

function notSignedIn(server: string): CliError {
  const message = `Nobody is signed in at ${server}. Run grantry login, or set GRANTRY_API_KEY.`;
  return new CliError("sign_in", message, { code: "not_signed_in" });
}
