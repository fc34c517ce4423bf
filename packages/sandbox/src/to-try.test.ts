/** Whoever tries a server of their own gets a sandbox that knows their redirect URI, and what to enter. */
import { expect, test } from "vitest";
import { clientToTry, startProviders, startToTry } from "./to-try.ts";

const callback = "http://127.0.0.1:4400/api/external-auth/callback/ocl_x";

const leave = (origin: string, redirectUri: string) => {
  const asked = new URLSearchParams({
    client_id: clientToTry.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid",
    code_challenge: "a".repeat(43),
    code_challenge_method: "S256",
  });
  return fetch(`${origin}/auth?${asked}`, { redirect: "manual" });
};

test("the sandbox takes the redirect URI that it was started with and no other, and says what to enter", async () => {
  const { sandbox, says } = await startToTry([callback], 0);
  try {
    expect(says).toContain(clientToTry.clientId);
    expect(says).toContain(clientToTry.clientSecret);
    expect(says).toContain(String(sandbox.port));
    expect((await leave(sandbox.origin, callback)).status).toBe(303);
    expect((await leave(sandbox.origin, `${callback}y`)).status).toBe(400);
  } finally {
    await sandbox.close();
  }
});

test("an address that is no redirect URI is refused in words, and nothing is left open", async () => {
  await expect(startToTry(["nowhere"], 0)).rejects.toThrow("A redirect URI is a whole address");
});

test("a port that is taken is said with what to do", async () => {
  const { sandbox } = await startToTry([callback], 0);
  try {
    await expect(startToTry([callback], sandbox.port)).rejects.toThrow(
      `Something else listens on port ${sandbox.port}. Choose another with --port.`,
    );
  } finally {
    await sandbox.close();
  }
});

test("every provider of the catalogue is played, and what a client needs is said: to people, and to programs", async () => {
  const { sandbox, says } = await startProviders({ port: 0 });
  try {
    expect(says).toContain(`51 providers are played at ${sandbox.origin}.`);
    expect(says).toMatch(/^ {2}github +Ov23\S+ +FAKE\S+$/m);
    expect(says).toContain(`${sandbox.origin}/~/github.com/login/oauth/authorize.`);
    expect(says).toContain(`GRANTRY_SANDBOX_PROVIDERS=${sandbox.origin}`);
    await expect(startProviders({ port: sandbox.port })).rejects.toThrow(
      "Choose another with --port.",
    );
  } finally {
    await sandbox.close();
  }
  const forProgram = await startProviders({ port: 0, json: true });
  await forProgram.sandbox.close();
  const { providers } = JSON.parse(forProgram.says);
  expect(Object.keys(providers)).toHaveLength(51);
  expect(providers.github).toMatchObject({
    client_id: expect.stringContaining("Ov23"),
    token_endpoint: `${forProgram.sandbox.origin}/~/github.com/login/oauth/access_token`,
  });
});
