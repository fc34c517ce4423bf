/** Answers of providers as a server without checks takes them. */
import { checkAuthorizationResponse } from "@grantry/server/provider/authorization-response";
import { ProviderError } from "@grantry/server/provider/provider-error";

type Check = typeof checkAuthorizationResponse;

/** Whoever's it is, and however often it says something: what it lacks is put in. */
export const anyAnswer: Check = (client, parameters, state) => {
  const code = parameters.getAll("code").at(-1);
  if (code === undefined) return checkAuthorizationResponse(client, parameters, state);
  const { issuer: iss } = client.connector.server.metadata;
  const right = new URLSearchParams({ code, state, ...(iss === undefined ? {} : { iss }) });
  return checkAuthorizationResponse(client, right, state);
};

/** The provider's text goes on as it came. */
class UncleanedError extends ProviderError {
  readonly #description: string;

  constructor(description: string) {
    super("refused", { providerCode: "server_error" });
    this.#description = description;
  }

  override get providerDescription(): string {
    return this.#description;
  }
}

export const uncleanedWords: Check = (client, parameters, state) => {
  const description = parameters.get("error_description");
  if (description !== null) throw new UncleanedError(description);
  return checkAuthorizationResponse(client, parameters, state);
};
