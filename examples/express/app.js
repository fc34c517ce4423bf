/** An Express app whose users connect their calendar: begun and completed by the backend, which reads the token. */
import { randomUUID } from "node:crypto";
import process from "node:process";
import { createClient, isGrantryError } from "@grantry/sdk";
import cookieParser from "cookie-parser";
import express from "express";

const { APP_URL, EVENTS_URL, GRANTRY_CONNECTOR_ID: connectorId } = process.env;
const { connectors } = createClient({
  serverUrl: process.env.GRANTRY_URL,
  appId: process.env.GRANTRY_APP_ID,
  serviceToken: process.env.GRANTRY_SERVICE_TOKEN,
}).asServiceRole;

/** What only the user can mend, by connecting anew. */
const isForTheUser = (thrown) =>
  isGrantryError(thrown, "not_connected") || isGrantryError(thrown, "needs_reauth");

const app = express();
app.use(cookieParser());

const cookie = { httpOnly: true, sameSite: "lax", secure: APP_URL.startsWith("https:") };

// In place of your own sign-in: every browser is a user, known by a number that nobody guesses.
app.use((request, response, next) => {
  request.userId = request.cookies.user ?? randomUUID();
  response.cookie("user", request.userId, cookie);
  next();
});

app.get("/", (_request, response) => {
  response.send('<form method="post" action="/connect"><button>Connect calendar</button></form>');
});

app.post("/connect", async ({ userId }, response) => {
  const begun = await connectors.authorize({
    connectorId,
    owner: { userId },
    returnUrl: `${APP_URL}/connected`,
  });
  // Kept for this browser alone: who consents by somebody else's link completes nothing.
  const consent = { id: begun.authorizationId, verifier: begun.verifier };
  response.cookie("consent", consent, { ...cookie, maxAge: 600_000 });
  response.redirect(303, begun.connectUrl);
});

app.get("/connected", async ({ userId, query, cookies: { consent } }, response) => {
  response.clearCookie("consent", cookie);
  // Without a code the person has declined: there is nothing to complete.
  if (!query.grantry_code || !consent?.verifier) return response.redirect("/");
  const proofs = { owner: { userId }, code: query.grantry_code, verifier: consent.verifier };
  const { choiceUrl } = await connectors.completeAuthorization(consent.id, proofs);
  response.redirect(choiceUrl ?? "/calendar");
});

app.get("/calendar", async ({ userId }, response) => {
  const calendar = connectors.fetchFor({ connectorId, owner: { userId } });
  try {
    const answer = await calendar(EVENTS_URL);
    response.status(answer.status).json(await answer.json());
  } catch (thrown) {
    if (!isForTheUser(thrown)) throw thrown;
    response.status(409).json({ error: thrown.code });
  }
});

app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
