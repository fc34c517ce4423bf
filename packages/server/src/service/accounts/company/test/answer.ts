/** Goes through a test once the company's identity provider has sent the browser back. */
import { equalHashes, hashSecret } from "../../../../crypto/hash.ts";
import { OAuthError } from "../../../../oauth/oauth-error.ts";
import type { Claims, OpenIdProvider } from "../../../../oauth/sign-in.ts";
import { insertAuditRecord } from "../../../../store/audit-records.ts";
import { findOperator } from "../../../../store/operators.ts";
import { findSignInProvider, type SignInProvider } from "../../../../store/sign-in-providers.ts";
import {
  finishSignInTest,
  type SignInTest,
  takeSignInTest,
} from "../../../../store/sign-in-tests.ts";
import { inTransaction } from "../../../../store/store.ts";
import { operatorActor, serverActor } from "../../actor.ts";
import type { AccountsContext } from "../../context.ts";
import { companyProvider } from "../metadata.ts";
import { checksOf } from "../start.ts";
import { isOfTest, mayTest } from "./begin.ts";
import { rehearse, whoIs } from "./rehearse.ts";
import { undiscovered } from "./server-checks.ts";
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
  /** By which the log says what went wrong here. */
  readonly requestId: string;
}

/** What a test has come to so far. */
interface Course {
  seen: Seen;
  /** Who signed in at the provider, once that is known. */
  claims?: Claims;
}

const lateSteps = ["sign_in", "code_exchange", "account"] as const;

/**
 * Whether the answer was that of a test, which has ended then with what came of its steps. Throws what went wrong
 * here, once the test has ended with it.
 */
export async function answerSignInTest(
  context: AccountsContext,
  brought: Brought,
): Promise<boolean> {
  const [state = "", ...more] = brought.parameters.getAll("state");
  const test = more.length === 0 ? await takeSignInTest(context.store, state) : undefined;
  if (test === undefined) return false;
  const course: Course = { seen: { redirect_uri: passed() } };
  const broken: unknown[] = [];
  await follow(context, test, { ...brought, course }).catch((thrown: unknown) => {
    broken.push(thrown);
    const step = lateSteps.find((name) => course.seen[name] === undefined) ?? "account";
    course.seen[step] = failed(
      "Something went wrong here, and not at the identity provider.",
      `Test again. If it stays so, whoever runs this server finds the request ${brought.requestId} in its log.`,
    );
  });
  await finish(context, test, course);
  for (const thrown of broken) throw thrown;
  return true;
}

/** Ends the test, with who signed in on record: what is said of an account is said to whoever asserts its address. */
async function finish(
  { store }: AccountsContext,
  test: SignInTest,
  { seen, claims }: Course,
): Promise<void> {
  const before = Object.fromEntries(test.steps.map(({ name, ...outcome }) => [name, outcome]));
  await inTransaction(store, async (within) => {
    await finishSignInTest(within, test.signInTestId, stepsOf({ ...before, ...seen }));
    if (claims === undefined) return;
    const person = await findOperator(within, test.operatorId);
    await insertAuditRecord(within, {
      workspaceId: test.workspaceId,
      actor: person === undefined ? serverActor : operatorActor(person),
      action: "sign_in_test.rehearsed",
      target: { kind: "workspace", id: test.workspaceId },
      details: { email: whoIs(claims) ?? "(none)", subject: claims.sub, by: test.issuer },
    });
  });
}

async function follow(
  context: AccountsContext,
  test: SignInTest,
  { workspaceId, parameters, browser, course }: Brought & { readonly course: Course },
): Promise<void> {
  const { seen } = course;
  const isSame =
    browser !== undefined &&
    test.browserHash !== null &&
    equalHashes(test.browserHash, hashSecret(browser));
  if (!isSame || test.workspaceId !== workspaceId) {
    seen.sign_in = failed(
      "The answer came back in another browser than the one that left.",
      "Test again, and stay in the window that opens; it needs cookies of this server.",
    );
    return;
  }
  if (!(await mayTest(context, test))) {
    seen.sign_in = failed("Whoever began the test is no owner any more.", "Ask an owner to test.");
    return;
  }
  const provider = await findSignInProvider(context.store, workspaceId);
  if (!isOfTest(provider, test)) {
    seen.sign_in = failed("The identity provider was changed meanwhile.", "Test again.");
    return;
  }
  const claims = await claimsOf(context, provider, { parameters, browser, seen });
  if (claims === undefined) return;
  course.claims = claims;
  seen.account = await accountStep(context, provider, claims);
}

/** Who signed in; undefined where nobody did, or nobody who counts: `seen` says why. */
async function claimsOf(
  context: AccountsContext,
  provider: SignInProvider,
  answer: {
    readonly parameters: URLSearchParams;
    readonly browser: string;
    readonly seen: Seen;
  },
): Promise<Claims | undefined> {
  const { parameters, browser, seen } = answer;
  const [state = ""] = parameters.getAll("state");
  const checks = checksOf(state, browser);
  let company: OpenIdProvider;
  try {
    company = await companyProvider(context, provider);
  } catch (thrown) {
    seen.discovery = undiscovered(thrown, provider.issuer);
    return undefined;
  }
  try {
    if (!parameters.has("code") && !parameters.has("error")) {
      seen.sign_in = noCode;
      return undefined;
    }
    company.requireAnswer(parameters, checks);
    seen.sign_in = passed();
    const claims = await company.claimsOf(parameters, checks);
    seen.code_exchange = passed();
    return claims;
  } catch (thrown) {
    const step = seen.sign_in === undefined ? "sign_in" : "code_exchange";
    seen[step] = explain(thrown, provider, parameters.has("error"));
    return undefined;
  }
}

const noCode = failed(
  "The browser came back without a code, so it is not known whether anybody signed in.",
  "Test again. If it stays so, see what kind of answer the client is registered for there: it must be a code.",
);

/** Anything that is no word about the provider is thrown on. */
function explain(thrown: unknown, provider: SignInProvider, isRefused: boolean): Outcome {
  if (isAway(thrown)) return away;
  if (!(thrown instanceof OAuthError)) throw thrown;
  const said = itsWords(thrown, [provider.clientSecret.reveal()]);
  if (thrown.code === "issuer_mismatch") {
    return failed(
      "The answer names another issuer, so it was not used.",
      "Enter the issuer exactly as the identity provider names itself.",
    );
  }
  if (isRefused) {
    return failed(
      `Nobody was signed in at the identity provider.${said}`,
      "Test again, and sign in there. Where people have to be assigned to the client, assign yours.",
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
