/** Signing in and out (RFC 8628), and who is signed in. */
import {
  cliTokenAnswer,
  deviceCodeAnswer,
  deviceGrantType,
  oauthErrorBody,
  userInfoAnswer,
} from "@grantry/contract/oauth";
import { person } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { type Command, isOn, printable, type Run } from "../command.ts";
import { CliError } from "../failure.ts";
import { checked, exchange, rubbish } from "../http-answer.ts";
import { keepLogin, readLogins } from "../login-store.ts";
import { readProject } from "../project.ts";
import { serverAddress } from "../server-address.ts";
import { clientId, openSession } from "../session.ts";

const scope =
  "apps:read workspace:read apps:write connections:write workspace:write connections:revoke audit:read workspace:own";
/** RFC 8628 section 3.5. */
const slowDownSeconds = 5;

export const login: Command = {
  name: "login",
  summary: "Sign in: shows a code to enter in a browser",
  options: {
    "read-only": { summary: "ask for a login that can change nothing" },
    "server-operator": { summary: "also ask for what the server's operator may do" },
  },
  run: async (run) => {
    const { url: server } = serverAddress(run, await readProject(run));
    const tokens = await authorize(run, server);
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    const answer = await exchange(server, { path: "/oauth/userinfo", headers: bearer });
    const { email, name } = checked(server, answer, userInfoAnswer);
    await keepLogin(run.outside, server, {
      access_token: tokens.access_token,
      refresh_token: tokens.refresh_token,
      expires_at: run.outside.now() + tokens.expires_in,
      email,
      name,
    });
    const scopes = tokens.scope.split(" ");
    return {
      json: { server, email, name, scopes },
      lines: [`Signed in at ${server} as ${printable(name)} (${printable(email)}).`],
    };
  },
};

async function authorize(run: Run, server: string): Promise<z.output<typeof cliTokenAnswer>> {
  const own = isOn(run, "read-only") ? "apps:read workspace:read" : scope;
  const asked = isOn(run, "server-operator") ? `${own} server:own` : own;
  const body = { client_id: clientId, scope: asked };
  const call = { method: "POST", path: "/oauth/device/code", body } as const;
  const device = oauthChecked(server, await exchange(server, call), deviceCodeAnswer);
  const { verification_uri: page, verification_uri_complete: filledIn } = device;
  if (!/^https?:\/\//.test(page)) throw rubbish(server, "an address that is none");
  run.terminal.progress(
    `Open ${printable(page)} and enter the code ${printable(device.user_code)}`,
  );
  run.terminal.open(filledIn);
  const endsAt = run.outside.now() + device.expires_in;
  let interval = Math.max(1, device.interval);
  while (run.outside.now() < endsAt) {
    await run.outside.wait(interval);
    const form = {
      grant_type: deviceGrantType,
      device_code: device.device_code,
      client_id: clientId,
    };
    const answer = await exchange(server, { method: "POST", path: "/oauth/token", form });
    const refused = oauthErrorBody.safeParse(answer.json);
    const word = refused.success ? refused.data.error : null;
    if (word === "slow_down") interval += slowDownSeconds;
    else if (word !== "authorization_pending") return oauthChecked(server, answer, cliTokenAnswer);
  }
  throw new CliError("sign_in", "The code has expired: run grantry login again.");
}

/** Like `checked`, for answers whose errors are OAuth's. */
function oauthChecked<S extends z.ZodType>(
  server: string,
  answer: Parameters<typeof checked>[1],
  schema: S,
): z.output<S> {
  const refused = oauthErrorBody.safeParse(answer.json);
  if (answer.status < 400 || !refused.success) return checked(server, answer, schema);
  const { error: code, error_description: message } = refused.data;
  throw new CliError("sign_in", printable(message), { code });
}

export const logout: Command = {
  name: "logout",
  summary: "Delete the login stored on this machine",
  run: async (run) => {
    const { url: server } = serverAddress(run, await readProject(run));
    const signedIn = (await readLogins(run.outside))[server] !== undefined;
    if (signedIn) await keepLogin(run.outside, server, null);
    const done = `Deleted here. To end it on the server as well, sign it out at ${server}/account.`;
    return {
      json: { server, signed_out: signedIn },
      lines: [signedIn ? done : `Nobody was signed in at ${server}.`],
    };
  },
};

export const whoami: Command = {
  name: "whoami",
  summary: "Show who is signed in, and their workspaces",
  run: async (run) => {
    const session = await openSession(run);
    const me = await session.ask(person, { path: "/v1/me" });
    const named = me.workspaces.map(({ id, name, role }) => ({ id, name, role }));
    const signedIn = session.how === "key" ? null : me;
    const who =
      signedIn === null ? "a key (GRANTRY_API_KEY)" : `${signedIn.name} (${signedIn.email})`;
    const { server, how } = session;
    return {
      json: {
        server,
        by: how,
        email: signedIn?.email ?? null,
        name: signedIn?.name ?? null,
        workspaces: named,
      },
      lines: [
        `${printable(who)} at ${server}`,
        ...named.map(({ id, name, role }) => `  ${role} of ${printable(name)} (${printable(id)})`),
      ],
    };
  },
};
