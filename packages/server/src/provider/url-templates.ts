/** Every URL of an entry that a setting or a kept value may be part of. */
import type { AuthorizationServer } from "@grantry/catalogue/schema";

/** The URL templates of an entry, each with the section it stands in. */
export function urlTemplates(
  server: Omit<AuthorizationServer, "connectors">,
): { section: string; template: string }[] {
  const { metadata, refresh, account, revocation, second_exchange: second, choice } = server;
  const found = [
    { section: "metadata", template: metadata.issuer },
    { section: "metadata", template: metadata.authorization_endpoint },
    { section: "metadata", template: metadata.token_endpoint },
    { section: "metadata", template: metadata.revocation_endpoint },
    { section: "metadata", template: metadata.introspection_endpoint },
    { section: "metadata", template: metadata.userinfo_endpoint },
    { section: "refresh", template: refresh.endpoint },
    { section: "second_exchange", template: second?.endpoint },
    { section: "choice", template: choice?.request.url },
    { section: "account", template: account.request?.url },
    { section: "account", template: account.check_request?.url },
    { section: "account", template: account.email_request?.request.url },
    { section: "revocation", template: revocation?.endpoint },
    ...server.api.hosts.map(({ url }) => ({ section: "api", template: url })),
  ];
  return found.flatMap(({ section, template }) =>
    template === undefined ? [] : [{ section, template }],
  );
}
