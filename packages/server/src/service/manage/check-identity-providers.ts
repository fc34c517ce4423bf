/** Before identity providers are saved: their keys can be had, so that no user is refused for ever. */
import { isDeepStrictEqual } from "node:util";
import { GrantryError } from "../../lib/error.ts";
import type { App, IdentityProvider } from "../../store/apps.ts";
import { fetchKeySet, KeySetError, keySetOf } from "../app-users/index.ts";
import type { ManageContext } from "./context.ts";

/**
 * Asks for the keys of each provider that is new or changed; what is there already is not held up by a
 * provider that is away. Throws bad_request, naming the provider and what is wrong.
 */
export async function checkIdentityProviders(
  { reach }: ManageContext,
  { workspaceId, identityProviders: before }: App,
  changes: { readonly identityProviders: readonly IdentityProvider[] | undefined },
): Promise<void> {
  const known = before.map((provider) => keySetOf(workspaceId, provider));
  const wanted = (changes.identityProviders ?? []).map((provider, index) => ({
    index,
    address: keySetOf(workspaceId, provider),
  }));
  const unknown = wanted.filter(
    ({ address }) => !known.some((one) => isDeepStrictEqual(one, address)),
  );
  await Promise.all(
    unknown.map(async ({ index, address }) => {
      try {
        await fetchKeySet(reach(workspaceId), address);
      } catch (thrown) {
        if (!(thrown instanceof KeySetError)) throw thrown;
        const advice = thrown.isWrong ? "" : " Try again when it answers.";
        throw new GrantryError("bad_request", {
          detail: `identity_providers[${index}]: its keys cannot be had: ${thrown.message}. Nothing was saved.${advice}`,
          internal: String(thrown.cause ?? thrown.message),
          cause: thrown,
        });
      }
    }),
  );
}
