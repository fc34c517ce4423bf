import { cookies } from "next/headers";
import { NextResponse } from "next/server";
import { connectors } from "../../grantry.js";
import { cookie, userOf } from "../../user.js";

export async function POST() {
  const begun = await connectors().authorize({
    connectorId: process.env.GRANTRY_CONNECTOR_ID,
    owner: await userOf(),
    returnUrl: `${process.env.APP_URL}/connected`,
  });
  // Kept for this browser alone: who consents by somebody else's link completes nothing.
  const consent = `${begun.authorizationId}:${begun.verifier}`;
  (await cookies()).set("consent", consent, { ...cookie(), maxAge: 600 });
  return NextResponse.redirect(begun.connectUrl, 303);
}
