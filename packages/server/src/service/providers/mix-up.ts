/**
 * Mix-up at the common redirection endpoint (RFC 9700 section 4.4, SEC-9). Where several OAuth clients
 * share one redirect URI, a hostile provider can send its visitor on to an honest one under its own
 * `state`: the honest code then goes to the hostile token endpoint. With a redirect URI of its own a
 * client is safe from that. On the common one each must tell its provider's answers by `iss` (RFC 9207):
 * required, of an issuer that is fixed, and that no other client there names.
 */
import { GrantryError } from "../../lib/error.ts";
import type { Catalogue, ServerSections } from "../../provider/catalogue.ts";
import { placeholdersOf } from "../../provider/template.ts";
import { type CommonClient, listCommonClients } from "../../store/common-clients.ts";
import type { OAuthClient } from "../../store/oauth-clients.ts";
import type { Store } from "../../store/store.ts";
import type { MixUp } from "../defences/index.ts";
import type { ProvidersContext } from "./context.ts";
import { customCatalogue } from "./provider-catalogue.ts";

/** Every client of the common redirection endpoint that can be mixed up with another one there. */
export async function findMixUps(store: Store, catalogue: Catalogue): Promise<MixUp[]> {
  const listed = await listCommonClients(store);
  // Nobody leaves for a provider that is not known; whoever makes it known is asked again.
  const clients = listed.filter((client) => serverOf(catalogue, client) !== undefined);
  if (clients.length < 2) return [];
  const issuers = clients.map((client) => issuerOf(catalogue, client));
  return clients.flatMap((client, at) => {
    const issuer = issuers[at] ?? null;
    if (issuer === null) {
      return [{ client, why: "its provider does not name itself in every answer (iss, RFC 9207)" }];
    }
    const isShared = issuers.some((other, index) => index !== at && other === issuer);
    return isShared ? [{ client, why: "another client there names the same issuer" }] : [];
  });
}

/** The issuer that every answer to this client must name; null where answers tell no issuer apart. */
function issuerOf(catalogue: Catalogue, client: CommonClient): string | null {
  const metadata = serverOf(catalogue, client)?.metadata;
  if (metadata?.authorization_response_iss_parameter_supported !== true) return null;
  const { issuer } = metadata;
  // A setting could make it any issuer's.
  return issuer === undefined || placeholdersOf(issuer).length > 0 ? null : issuer;
}

function serverOf(
  catalogue: Catalogue,
  { serverId, providerEntry }: CommonClient,
): ServerSections | undefined {
  const own = providerEntry === null ? [] : customCatalogue(providerEntry).list();
  return [...catalogue.list(), ...own].find(({ server }) => server.id === serverId)?.server;
}

/** What is wrong, for who declares the client. */
export function mixUpProblem({ client, why }: MixUp): string {
  return `The OAuth client "${client.oauthClientId}" cannot share the common redirect path with another client: ${why}. A provider of one could get at the codes of the other. Give all but one of them "redirect_path": "own", and register its redirect URI.`;
}

/**
 * Lets nobody leave for, or come back from, a provider whose answers could be mixed up: whatever stands
 * in the database. Throws connector_misconfigured.
 */
export async function requireNoMixUp(
  { store, catalogue, defences }: Pick<ProvidersContext, "store" | "catalogue" | "defences">,
  { oauthClientId, redirectPath }: Pick<OAuthClient, "oauthClientId" | "redirectPath">,
): Promise<void> {
  if (redirectPath !== "common") return;
  const found = await defences.findMixUps(store, catalogue);
  const mine = found.find(({ client }) => client.oauthClientId === oauthClientId);
  // Where another one is exposed this one is the danger: its provider may be the hostile one.
  const any = mine ?? found[0];
  if (any === undefined) return;
  throw new GrantryError("connector_misconfigured", {
    detail:
      "The connector's OAuth client shares its redirect path with others, and answers of their providers cannot be told apart. An operator must give it a path of its own.",
    internal: mixUpProblem(any),
  });
}
