/** How a workspace's people sign in, in the words of the official clients' wire. */
import type { SignInProviderView } from "@grantry/contract/company-sign-in";
import type { SignInProvider } from "../../service/accounts/index.ts";

export function viewSignInProvider(provider: SignInProvider): SignInProviderView {
  return {
    issuer: provider.issuer,
    client_id: provider.clientId,
    domains: provider.domains.map(({ domain }) => domain),
    domain_proofs: provider.domains.map(({ domain, provenBy, txtName, txtValue }) => ({
      domain,
      proven_by: provenBy,
      txt_name: txtName,
      txt_value: txtValue,
    })),
    default_role: provider.defaultRole,
    redirect_uri: provider.redirectUri,
  };
}
