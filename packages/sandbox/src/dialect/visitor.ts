/** Answers the consent page of the dialect sandbox as a person would, without a browser: for tests. */

/**
 * Opens an authorization URL at the dialect sandbox and presses "Allow" or "Deny". Resolves with where
 * the browser is sent: the client's redirect URI with its parameters. Rejects with the page's text
 * where the sandbox refuses the request.
 */
export async function visitDialect(
  authorizationUrl: string,
  decision: "allow" | "deny" = "allow",
): Promise<URL> {
  const question = await fetch(authorizationUrl);
  const text = await question.text();
  if (question.status !== 200) throw new Error(`The sandbox refused (${question.status}): ${text}`);
  const answer = await fetch(authorizationUrl, {
    method: "POST",
    body: new URLSearchParams({ decision }),
    redirect: "manual",
  });
  await answer.body?.cancel();
  const location = answer.headers.get("location");
  if (location === null)
    throw new Error(`The sandbox sent the browser nowhere (${answer.status}).`);
  return new URL(location);
}
