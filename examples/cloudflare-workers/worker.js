/** A worker whose users connect their calendar: begun and completed by the backend, which reads the token. */
import { createClient, isGrantryError } from "@grantry/sdk";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** Settings and secrets are bindings: they come with each request. */
const connectorsOf = ({ env }) =>
  createClient({
    serverUrl: env.GRANTRY_URL,
    appId: env.GRANTRY_APP_ID,
    serviceToken: env.GRANTRY_SERVICE_TOKEN,
  }).asServiceRole.connectors;

/** What only the user can mend, by connecting anew. */
const isForTheUser = (thrown) =>
  isGrantryError(thrown, "not_connected") || isGrantryError(thrown, "needs_reauth");

const app = new Hono();
const cookieOf = ({ env }) => {
  const secure = env.APP_URL.startsWith("https:");
  return { httpOnly: true, sameSite: "Lax", secure, path: "/" };
};

// In place of your own sign-in: every browser is a user, known by a number that nobody guesses.
app.use(async (c, next) => {
  const userId = getCookie(c, "user") ?? crypto.randomUUID();
  setCookie(c, "user", userId, cookieOf(c));
  c.set("userId", userId);
  await next();
});

app.get("/", (c) =>
  c.html('<form method="post" action="/connect"><button>Connect calendar</button></form>'),
);

app.post("/connect", async (c) => {
  const begun = await connectorsOf(c).authorize({
    connectorId: c.env.GRANTRY_CONNECTOR_ID,
    owner: { userId: c.get("userId") },
    returnUrl: `${c.env.APP_URL}/connected`,
  });
  // Kept for this browser alone: who consents by somebody else's link completes nothing.
  const consent = `${begun.authorizationId}:${begun.verifier}`;
  setCookie(c, "consent", consent, { ...cookieOf(c), maxAge: 600 });
  return c.redirect(begun.connectUrl, 303);
});

app.get("/connected", async (c) => {
  const code = c.req.query("grantry_code");
  const [id, verifier] = (deleteCookie(c, "consent", cookieOf(c)) ?? "").split(":");
  // Without a code the person has declined: there is nothing to complete.
  if (!code || !verifier) return c.redirect("/");
  const proofs = { owner: { userId: c.get("userId") }, code, verifier };
  const { choiceUrl } = await connectorsOf(c).completeAuthorization(id, proofs);
  return c.redirect(choiceUrl ?? "/calendar");
});

app.get("/calendar", async (c) => {
  const calendar = connectorsOf(c).fetchFor({
    connectorId: c.env.GRANTRY_CONNECTOR_ID,
    owner: { userId: c.get("userId") },
  });
  try {
    const answer = await calendar(c.env.EVENTS_URL);
    return c.json(await answer.json(), answer.status);
  } catch (thrown) {
    if (!isForTheUser(thrown)) throw thrown;
    return c.json({ error: thrown.code }, 409);
  }
});

export default app;
