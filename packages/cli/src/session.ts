/** Calls to the server as whoever is signed in: by a key of the environment, or by a kept login. */
import { cliTokenAnswer, oauthErrorBody } from "@grantry/contract/oauth";
import type { z } from "zod";
import type { Run } from "./command.ts";
import { CliError } from "./failure.ts";
import { type Call, checked, exchange, isSaid, type RawAnswer } from "./http-answer.ts";
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
  /** The same with the `ETag` of what was answered: a change that sends it is good for that state alone. */
  askTagged<S extends z.ZodType>(schema: S, call: Call): Promise<Tagged<z.output<S>>>;
}

export interface Tagged<T> {
  readonly value: T;
  readonly etag: string | null;
}

/** A key of the environment, with the name of its variable. */
export interface Key {
  readonly variable: string;
  readonly text: string | undefined;
}

/** Throws where nobody is signed in. Nothing is sent yet. */
export async function openSession(run: Run): Promise<Session> {
  const project = await readProject(run);
  const address = serverAddress(run, project);
  const variable = "GRANTRY_API_KEY";
  const text = environmentValue(run.outside, variable);
  return await openSessionAt(run.outside, { project, address, key: { variable, text } });
}

/** The same at a server that a command names by itself, by a key for it. */
export async function openSessionAt(
  outside: Outside,
  {
    project,
    address,
    key,
  }: { readonly project: Project; readonly address: ServerAddress; readonly key: Key },
): Promise<Session> {
  const { url: server } = address;
  if (key.text !== undefined) {
    return sessionOf({ server, project, how: "key" }, byKey(address, key, key.text));
  }
  const login = (await readLogins(outside))[server];
  if (login === undefined) throw notSignedIn(server, key);
  return sessionOf({ server, project, how: "login" }, byLogin(outside, server, login));
}

type Send = (call: Call) => Promise<RawAnswer>;

function sessionOf(where: Pick<Session, "server" | "project" | "how">, send: Send): Session {
  const { server } = where;
  return {
    ...where,
    ask: async (schema, call) => checked(server, await send(call), schema),
    askTagged: async (schema, call) => {
      const answer = await send(call);
      return { value: checked(server, answer, schema), etag: answer.etag };
    },
  };
}

function byKey({ url: server, byPerson }: ServerAddress, { variable }: Key, text: string): Send {
  if (!byPerson) {
    throw new CliError(
      "usage",
      `${variable} is sent only to a server named by --server or GRANTRY_SERVER: a project file may be anybody's.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new CliError("sign_in", `${variable} contains characters that no key has.`);
  }
  return (call) => exchange(server, authorized(call, text));
}

function authorized(call: Call, bearer: string): Call {
  return { ...call, headers: { ...call.headers, authorization: `Bearer ${bearer}` } };
}

function byLogin(outside: Outside, server: string, kept: Login): Send {
  let login = kept;
  const sendAsLoggedIn = (call: Call) => exchange(server, authorized(call, login.access_token));
  return async (call) => {
    if (login.expires_at - outside.now() < leewaySeconds)
      login = await refresh(outside, server, login);
    const answer = await sendAsLoggedIn(call);
    // A second factor that is missing is no matter of the token.
    if (answer.status !== 401 || isSaid(answer, "second_factor_required")) return answer;
    login = await refresh(outside, server, login);
    return await sendAsLoggedIn(call);
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

function notSignedIn(server: string, { variable }: Key): CliError {
  const message = `Nobody is signed in at ${server}. Run grantry login --server ${server}, or set ${variable}.`;
  return new CliError("sign_in", message, { code: "not_signed_in" });
}
