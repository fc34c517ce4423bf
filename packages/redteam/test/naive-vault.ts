/** A vault as they are written in an afternoon: it works, and stops nothing. The example adapter speaks to it. */
import { startScriptedServer } from "@grantry/testing/scripted-server";

interface Made {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly client_id: string;
  readonly client_secret: string;
}

export async function startNaiveVault() {
  const server = await startScriptedServer();
  const connectors = new Map<string, Made>();
  const tokens = new Map<string, string>();
  const callback = `${server.origin}/callback`;
  server.on("/connectors", ({ body }) => {
    const id = `c${connectors.size + 1}`;
    connectors.set(id, JSON.parse(body) as Made);
    return { body: { id, redirect_uri: callback } };
  });
  server.on("/connect", ({ body }) => {
    const { connector, user, return_url } = JSON.parse(body) as Record<string, string>;
    const state = Buffer.from(JSON.stringify({ connector, user, return_url })).toString(
      "base64url",
    );
    return { body: { url: `${server.origin}/go?state=${state}` } };
  });
  const stateOf = (query: URLSearchParams) =>
    JSON.parse(Buffer.from(query.get("state") ?? "", "base64url").toString()) as {
      connector: string;
      user: string;
      return_url: string | null;
    };
  server.on("/go", ({ query }) => {
    const { authorization_endpoint, client_id = "" } =
      connectors.get(stateOf(query).connector) ?? {};
    const url = new URL(authorization_endpoint ?? "");
    const state = query.get("state") ?? "";
    for (const [name, value] of Object.entries({ client_id, redirect_uri: callback, state }))
      url.searchParams.set(name, value);
    return { status: 303, headers: { location: url.href } };
  });
  server.on("/callback", async ({ query }) => {
    const { connector, user, return_url } = stateOf(query);
    const made = connectors.get(connector);
    const secret = Buffer.from(`${made?.client_id}:${made?.client_secret}`).toString("base64");
    const answer = await fetch(made?.token_endpoint ?? "", {
      method: "POST",
      headers: { authorization: `Basic ${secret}` },
      body: new URLSearchParams({ code: query.get("code") ?? "", redirect_uri: callback }),
    });
    const { access_token } = (await answer.json()) as { access_token?: string };
    if (access_token !== undefined) tokens.set(`${user} ${connector}`, access_token);
    return { status: 303, headers: { location: return_url ?? "/done" } };
  });
  server.on("/token", ({ query }) => {
    const access_token = tokens.get(`${query.get("user")} ${query.get("connector")}`);
    return access_token === undefined ? { status: 404, body: {} } : { body: { access_token } };
  });
  return server;
}
