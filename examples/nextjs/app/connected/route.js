import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { connectors } from "../../grantry.js";
import { userOf } from "../../user.js";

export async function GET(request) {
  const jar = await cookies();
  const [id, verifier] = (jar.get("consent")?.value ?? "").split(":");
  jar.delete("consent");
  const code = request.nextUrl.searchParams.get("grantry_code");
  // Without a code the person has declined: there is nothing to complete.
  if (!(code && verifier)) redirect("/");
  const proofs = { owner: await userOf(), code, verifier };
  const { choiceUrl } = await connectors().completeAuthorization(id, proofs);
  redirect(choiceUrl ?? "/calendar");
}
