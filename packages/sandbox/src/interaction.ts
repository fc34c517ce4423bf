/** Signing in and consenting: the two questions the account holder is asked, always both. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { findAccount } from "./accounts.ts";
import { pathOf, readBody, sendPage } from "./http.ts";
import { errors } from "./library.ts";
import { consentPage, errorPage, fixedScopes, signInPage } from "./pages.ts";
import { cookieNames, requireAccount } from "./provider.ts";

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** Whether a path is one of the two pages. */
export function isInteractionPath(path: string): boolean {
  return path.startsWith("/interaction/");
}

/** Shows a question (GET) or takes its answer (POST). */
export async function serveInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await findInteraction(provider, request, response);
  if (interaction === undefined) {
    const text = "This sign-in has expired or was already answered. Start again from the app.";
    return sendPage(response, 400, errorPage("This page is no longer valid", text));
  }
  if (request.method === "POST") {
    const form = new URLSearchParams(await readBody(request));
    if (isOfNobody(interaction, form)) {
      const text =
        "There is no such account here. Go back, and choose one of those that are shown.";
      return sendPage(response, 400, errorPage("Nobody was chosen", text));
    }
    const result = await resultOf(provider, interaction, form);
    const mergeWithLastSubmission = interaction.prompt.name === "consent";
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission });
  }
  sendPage(response, 200, await question(provider, interaction));
}

async function findInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Interaction | undefined> {
  try {
    const interaction = await provider.interactionDetails(request, response);
    return pathOf(request) === `/interaction/${interaction.uid}` ? interaction : undefined;
  } catch (thrown) {
    if (thrown instanceof errors.SessionNotFound) return undefined;
    throw thrown;
  }
}

async function question(provider: Provider, interaction: Interaction): Promise<string> {
  const { client_id, redirect_uri } = interaction.params;
  const client = await provider.Client.find(String(client_id));
  const clientName = client?.clientName ?? String(client_id);
  if (interaction.prompt.name === "login") return signInPage(clientName);
  return consentPage({
    clientName,
    account: requireAccount(interaction.session?.accountId),
    scopes: scopesAskedFor(interaction),
    returnOrigin: new URL(String(redirect_uri)).origin,
  });
}

function scopesAskedFor(interaction: Interaction): string[] {
  const { missingOIDCScope } = interaction.prompt.details;
  return Array.isArray(missingOIDCScope) ? missingOIDCScope.map(String) : [];
}

/** Whether a sign-in names none of the accounts: only a script sends such a form. */
function isOfNobody({ prompt }: Interaction, form: URLSearchParams): boolean {
  const isSignIn = prompt.name === "login" && form.get("decision") !== "deny";
  return isSignIn && findAccount(form.get("account")) === undefined;
}

async function resultOf(provider: Provider, interaction: Interaction, form: URLSearchParams) {
  if (form.get("decision") === "deny") {
    return { error: "access_denied", error_description: "The account holder refused." };
  }
  if (interaction.prompt.name === "login") {
    return { login: { accountId: requireAccount(form.get("account")).id } };
  }
  const account = requireAccount(interaction.session?.accountId);
  const clientId = String(interaction.params["client_id"]);
  const grant = new provider.Grant({ accountId: account.id, clientId });
  const ticked = new Set(form.getAll("scope"));
  for (const scope of scopesAskedFor(interaction)) {
    if (fixedScopes.has(scope) || ticked.has(scope)) grant.addOIDCScope(scope);
    else grant.rejectOIDCScope(scope);
  }
  return { consent: { grantId: await grant.save() } };
}

/**
 * Gives every authorization a session of its own, whatever the browser remembers: the account
 * chooser is always shown, and sign-ins in two tabs do not disturb each other. A request that
 * resumes an authorization gets the session of that authorization.
 */
export async function isolateSession(provider: Provider, request: IncomingMessage): Promise<void> {
  const cookies = (request.headers.cookie ?? "").split(/;\s*/).filter((cookie) => cookie !== "");
  const resume = cookies.find((cookie) => cookie.startsWith(`${cookieNames.resume}=`));
  const uid = resume?.slice(cookieNames.resume.length + 1);
  const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
  const kept = cookies.filter((cookie) => !cookie.startsWith(`${cookieNames.session}=`));
  const sessionId = interaction?.session?.cookie;
  if (sessionId !== undefined) kept.push(`${cookieNames.session}=${sessionId}`);
  request.headers.cookie = kept.join("; ");
}
