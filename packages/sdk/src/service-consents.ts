/** Consents that an app's backend begins and completes, for its users or for all of them. */
import { pathSegment, requireText } from "./arguments.ts";
import { toCompleted } from "./connection.ts";
import type { ConnectorsModule } from "./connector-modules.ts";
import type { ConnectionAddress, ConsentOwner } from "./connector-types.ts";
import { newProof } from "./proof.ts";
import type { Credentials, Send } from "./request.ts";
import type {
  CompleteAuthorizationRequest,
  CompletedAuthorization,
  GetTokenRequest,
  StartAuthorizationRequest,
  StartedAuthorization,
} from "./v1-shapes.ts";
import { readText } from "./wire.ts";

type Owner = GetTokenRequest["owner"];

/** Builds the part of the module. */
export function createServiceConsents(
  send: Send,
  credentials: Credentials,
  currentUser: () => Promise<Owner>,
): Pick<ConnectorsModule, "authorize" | "completeAuthorization"> {
  const toOwner = async (owner: ConsentOwner): Promise<Owner> => {
    if (owner === "app") return { kind: owner };
    if (owner === "current_user") return await currentUser();
    const userId: unknown = owner?.userId;
    requireText(userId, 'owner must be "app", "current_user" or { userId }: User ID');
    return { kind: "user", user_id: userId, issuer: owner.issuer };
  };

  const toAddress = async (address: ConnectionAddress) => {
    if ("integrationType" in address) {
      requireText(address.integrationType, "Integration type");
      return { type: address.integrationType, owner: await toOwner("app") };
    }
    requireText(address.connectorId, "Connector ID");
    return { connector_id: address.connectorId, owner: await toOwner(address.owner) };
  };

  return {
    authorize: async ({ returnUrl, connectionConfig, signal, ...address }) => {
      requireText(returnUrl, "returnUrl");
      const proof = await newProof();
      if (proof === null) throw new Error("authorize() needs the platform's crypto.subtle");
      const body: StartAuthorizationRequest = {
        ...(await toAddress(address)),
        return_url: returnUrl,
        settings: connectionConfig,
        challenge: proof.challenge,
      };
      const path = "/authorizations";
      const request = { method: "POST", path, credentials, body, signal } as const;
      const started = await send<StartedAuthorization>({ ...request, repeat: "by_key" });
      return {
        authorizationId: readText(started, "id"),
        connectUrl: readText(started, "connect_url"),
        verifier: proof.verifier,
      };
    },
    completeAuthorization: async (id, { owner, code, verifier, signal }, hook) => {
      requireText(code, "code");
      requireText(verifier, "verifier");
      const path = `/authorizations/${pathSegment(id, "Authorization ID")}/complete`;
      const composeBody = async (): Promise<CompleteAuthorizationRequest> => ({
        owner: await toOwner(owner),
        code,
        verifier,
      });
      const request = { method: "POST", path, credentials, composeBody, signal } as const;
      const completed = toCompleted(
        await send<CompletedAuthorization>({ ...request, repeat: "as_it_is" }),
      );
      if (completed.connection !== null) await hook?.(completed.connection);
      return completed;
    },
  };
}
