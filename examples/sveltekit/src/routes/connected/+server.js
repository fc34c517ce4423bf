import { redirect } from "@sveltejs/kit";
import { connectors } from "../../grantry.js";

export async function GET({ cookies, locals: { userId, cookie }, url }) {
  const [id, verifier] = (cookies.get("consent") ?? "").split(":");
  cookies.delete("consent", cookie);
  const code = url.searchParams.get("grantry_code");
  // Without a code the person has declined: there is nothing to complete.
  if (!(code && verifier)) redirect(303, "/");
  const proofs = { owner: { userId }, code, verifier };
  const { choiceUrl } = await connectors().completeAuthorization(id, proofs);
  redirect(303, choiceUrl ?? "/calendar", { external: true });
}
