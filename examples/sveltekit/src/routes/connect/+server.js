import process from "node:process";
import { redirect } from "@sveltejs/kit";
import { connectors } from "../../grantry.js";

export async function POST({ cookies, locals: { userId, cookie }, url }) {
  const begun = await connectors().authorize({
    connectorId: process.env.GRANTRY_CONNECTOR_ID,
    owner: { userId },
    returnUrl: `${url.origin}/connected`,
  });
  // Kept for this browser alone: who consents by somebody else's link completes nothing.
  const consent = `${begun.authorizationId}:${begun.verifier}`;
  cookies.set("consent", consent, { ...cookie, maxAge: 600 });
  redirect(303, begun.connectUrl, { external: true });
}
