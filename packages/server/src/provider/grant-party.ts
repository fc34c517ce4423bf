/** Between whom a grant stands, as the provider sees it. */
import { hashSecretAsText } from "../crypto/hash.ts";
import type { Catalogue } from "./catalogue.ts";
import { type ProviderClient, placeholderValues } from "./provider-client.ts";
import { expandUrl } from "./template.ts";

/**
 * Names the authorization server and its client, whatever entry, connector, app or workspace speaks to
 * it: by the token endpoint, which no entry can merely claim to have, and the client id or, where the
 * provider keeps grants per project, the project in it. A hash, so that it can be indexed.
 *
 * Throws connection_config_invalid where a setting is missing that the endpoint needs.
 */
export function grantPartyOf(client: ProviderClient, builtIn: Catalogue): string {
  const { server } = client.connector;
  const { token_endpoint: template } = server.metadata;
  const { href } = expandUrl(template, placeholderValues(client), client.allowInsecure);
  // A workspace's own entry of a server that is built in as well is the same server.
  const known = builtIn.list().find((one) => one.server.metadata.token_endpoint === href);
  const { client_project_separator: separator } = known?.server ?? server;
  const [project = ""] = separator === undefined ? [] : client.clientId.split(separator, 1);
  return hashSecretAsText(JSON.stringify([href, project === "" ? client.clientId : project]));
}
