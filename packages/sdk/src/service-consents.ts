/** Consents that an app's backend begins and completes for its users. */
import { pathSegment, requireText } from "./arguments.ts";
import { toCompleted } from "./connection.ts";
import type { ConnectorsModule } from "./connector-modules.ts";
import type { ConsentOwner } from "./connector-types.ts";
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
  const userOwner = async (owner: ConsentOwner): Promise<Owner> => {
    if (owner === "current_user") return await currentUser();
    const userId: unknown = owner?.userId;
    requireText(userId, 'owner must be "current_user" or { userId }: User ID');
    return { kind: "user", user_id: userId, issuer: owner.issuer };
  };

  return {
    authorize: async ({ connectorId, owner, returnUrl, connectionConfig, signal }) => {
      requireText(connectorId, "Connector ID");
      requireText(returnUrl, "returnUrl");
      const proof = await newProof();
      if (proof === null) throw new Error("authorize() needs the platform's crypto.subtle");
      const body: StartAuthorizationRequest = {
        connector_id: connectorId,
        owner: await userOwner(owner),
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
        owner: await userOwner(owner),
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
