/** The backend of an app, with the installed SDK: `begin` prints where its user goes, `complete` what the provider's API answers. */
import { readFile, writeFile } from "node:fs/promises";
import { createClient } from "@grantry/sdk";

const [, , step, code] = process.argv;
const { serverUrl, serviceToken, returnUrl, eventsUrl } = JSON.parse(
  await readFile("app.json", "utf8"),
);
const client = createClient({ serverUrl, appId: "app_main", serviceToken });
const { connectors } = client.asServiceRole;
const connectorId = "665f1c2ab3d4e5f60718293a";
const owner = { userId: "mia" };

if (step === "begin") {
  const begun = await connectors.authorize({ connectorId, owner, returnUrl });
  await writeFile("begun.json", JSON.stringify(begun));
  console.log(begun.connectUrl);
} else {
  const { authorizationId, verifier } = JSON.parse(await readFile("begun.json", "utf8"));
  const { status } = await connectors.completeAuthorization(authorizationId, {
    owner,
    code,
    verifier,
  });
  const { account } = await connectors.getAppUserConnection(owner.userId, connectorId);
  const events = await connectors.fetchFor({ connectorId, owner })(eventsUrl);
  console.log(JSON.stringify({ status, account: account?.email, answer: events.status }));
}
