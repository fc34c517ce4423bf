/** Goes through a test once the company's identity provider has sent the browser back. */
import { equalHashes, hashSecret } from "../../../../crypto/hash.ts";
import { isGrantryError } from "../../../../lib/error.ts";
import { OAuthError } from "../../../../oauth/oauth-error.ts";
import type { Claims } from "../../../../oauth/sign-in.ts";
import { findSignInProvider, type SignInProvider } from "../../../../store/sign-in-providers.ts";
import {
  finishSignInTest,
  type SignInTest,
  takeSignInTest,
} from "../../../../store/sign-in-tests.ts";
import type { AccountsContext } from "../../context.ts";
import { companyProvider } from "../metadata.ts";
import { checksOf } from "../start.ts";
import { rehearse } from "./rehearse.ts";
import {
  away,
  failed,
  isAway,
  itsWords,
  type Outcome,
  passed,
  type Seen,
  stepsOf,
} from "./steps.ts";

interface Brought {
  /** Whose redirect URI the answer arrived at. */
  readonly workspaceId: string;
  readonly parameters: URLSearchParams;
  /** The cookie of the browser that brings the answer. */
  readonly browser: string | undefined;
}

/** Whether the answer was that of a test, which has ended then with what came of its steps. */
export async function answerSignInTest(
  context: AccountsContext,
  { workspaceId, parameters, browser }: Brought,
): Promise<boolean> {
  const [state = "", ...more] = parameters.getAll("state");
  const test = more.length === 0 ? await takeSignInTest(context.store, state) : undefined;
  if (test === undefined) return false;
  const seen = await outcomesOf(context, test, { workspaceId, parameters, browser });
  const before = Object.fromEntries(test.steps.map(({ name, ...outcome }) => [name, outcome]));
  await finishSignInTest(context.store, test.signInTestId, stepsOf({ ...before, ...seen }));
  return true;
}

async function outcomesOf(
  context: AccountsContext,
  test: SignInTest,
  { workspaceId, parameters, browser }: Brought,
): Promise<Seen> {
  const redirect_uri = passed();
  const isSame =
    browser !== undefined &&
    test.browserHash !== null &&
    equalHashes(test.browserHash, hashSecret(browser));
  if (!isSame || test.workspaceId !== workspaceId) {
    const sign_in = failed(
      "The answer came back in another browser than the one that left.",
      "Test again, and stay in the window that opens; it needs cookies of this server.",
    );
    return { redirect_uri, sign_in };
  }
  const provider = await findSignInProvider(context.store, workspaceId);
  if (provider === undefined || provider.issuer !== test.issuer) {
    const gone = failed("The identity provider was changed meanwhile.", "Test again.");
    return { redirect_uri, sign_in: gone };
  }
  const [state = ""] = parameters.getAll("state");
  try {
    const company = await companyProvider(context, provider);
    const claims = await company.claimsOf(parameters, checksOf(state, browser));
    return {
      redirect_uri,
      sign_in: passed(),
      code_exchange: passed(),
      account: await accountStep(context, provider, claims),
    };
  } catch (thrown) {
    const isRefused = parameters.has("error");
    const outcome = explain(thrown, provider, isRefused);
    if (isRefused) return { redirect_uri, sign_in: outcome };
    return { redirect_uri, sign_in: passed(), code_exchange: outcome };
  }
}

/** Anything that is no word about the provider is thrown on. */
function explain(thrown: unknown, provider: SignInProvider, isRefused: boolean): Outcome {
  if (isAway(thrown) || isGrantryError(thrown)) return away;
  if (!(thrown instanceof OAuthError)) throw thrown;
  const said = itsWords(thrown, [provider.clientSecret.reveal()]);
  if (isRefused) {
    return failed(
      `Nobody was signed in at the identity provider.${said}`,
      "Test again, and sign in there. Where people have to be assigned to the client, assign yours.",
    );
  }
  if (thrown.code === "issuer_mismatch") {
    return failed(
      "The answer names another issuer, so it was not used.",
      "Enter the issuer exactly as the identity provider names itself.",
    );
  }
  if (thrown.error === "invalid_client" || thrown.status === 401) {
    return failed(
      `The identity provider does not accept this client ID with this client secret.${said}`,
      "Copy both anew from the client's page there, and save them here.",
    );
  }
  if (thrown.code === "error_response") {
    return failed(
      `The identity provider did not take the code.${said}`,
      "Compare the redirect URI and the kind of the client with its registration there.",
    );
  }
  return failed(
    `The identity provider answered with what cannot be used. ${thrown.message}`,
    "See to it that it signs its ID tokens by a key that it publishes, for this client.",
  );
}

async function accountStep(
  context: AccountsContext,
  provider: SignInProvider,
  claims: Claims,
): Promise<Outcome> {
  const rehearsed = await rehearse(context, provider, claims);
  if (rehearsed.kind === "admitted") return passed(rehearsed.says);
  return failed(
    rehearsed.says,
    "This is what the person would read. Accounts and invitations are on the page People, domains above.",
  );
}
