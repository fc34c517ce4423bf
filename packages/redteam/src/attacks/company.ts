import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { CompanySignIn } from "../adapter.ts";
import { type Attack, firstThrough } from "../attack.ts";
import { type Scene, visitor } from "../scene.ts";

const unsigned = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Has the company's provider publish one key; what it says of who signs in is the attack's. */
async function openCompany({ providers: { server, origin } }: Scene, { issuer }: CompanySignIn) {
  const [right, other] = await Promise.all([1, 2].map(() => generateKeyPair("ES256")));
  if (right === undefined || other === undefined) throw new Error("no keys");
  const keys = [{ ...(await exportJWK(right.publicKey)), kid: "k", use: "sig", alg: "ES256" }];
  const at = issuer.slice(origin.length);
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    id_token_signing_alg_values_supported: ["ES256"],
  };
  const publish = (more: object = {}) =>
    server.on(`${at}/.well-known/openid-configuration`, { body: { ...metadata, ...more } });
  publish();
  server.on(`${at}/keys`, { body: { keys } });
  const answers = (id_token: string) =>
    server.on(`${at}/token`, { body: { access_token: "a", token_type: "Bearer", id_token } });
  return { right: right.privateKey, other: other.privateKey, publish, answers };
}

/** A company's provider serves many tenants: what it says to one of them is nothing to another. */
export const forgedSignIn: Attack = {
  name: "forged-sign-in",
  tries:
    "A company's sign-in answers an operator's ID token of another tenant, for another client, of another sign-in, by another key or none, or by metadata of another issuer.",
  against: [13, 17, 74],
  success: "The server signs the attacker's browser in.",
  needs: ["companySignIn"],
  stoppedBy: [["checked_sign_in"]],
  run: async (scene) => {
    const company = scene.adapter.can.companySignIn;
    if (company === undefined) throw new Error("the adapter lacks companySignIn");
    const { issuer, clientId, email } = company;
    const { right, other, publish, answers } = await openCompany(scene, company);
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: clientId, sub: "operator", email, email_verified: true };
    const comesIn = async (changes: JWTPayload, sign: (claims: JWTPayload) => Promise<string>) => {
      const jar = visitor(null);
      const begun = await company.begin(jar);
      const nonce = begun.searchParams.get("nonce") ?? "";
      answers(await sign({ ...claims, nonce, iat: now, exp: now + 300, ...changes }));
      return await company.isSignedIn(jar, begun);
    };
    const by = (key: typeof right) => (payload: JWTPayload) =>
      new SignJWT(payload).setProtectedHeader({ alg: "ES256", kid: "k" }).sign(key);
    const byNobody = async (payload: JWTPayload) =>
      `${unsigned({ alg: "none" })}.${unsigned(payload)}.`;
    if (!(await comesIn({}, by(right)))) throw new Error("an honest sign-in does not work");
    const forged: Record<string, () => Promise<boolean>> = {
      "of another tenant": () => comesIn({ iss: `${issuer}/other` }, by(right)),
      "for another client": () => comesIn({ aud: "another" }, by(right)),
      "of another sign-in": () => comesIn({ nonce: "another" }, by(right)),
      "that is over": () => comesIn({ exp: now - 600 }, by(right)),
      "by another key": () => comesIn({}, by(other)),
      "by nobody": () => comesIn({}, byNobody),
      "by metadata of another issuer": async () => {
        publish({ issuer: `${issuer}/other` });
        try {
          return await comesIn({}, by(right));
        } catch {
          // It does not even begin.
          return false;
        } finally {
          publish();
        }
      },
    };
    return await firstThrough(
      Object.entries(forged),
      async ([name, isIn]) => ((await isIn()) ? `A sign-in ${name} was taken.` : null),
      `${Object.keys(forged).length} forged sign-ins were refused, and an honest one taken.`,
    );
  },
};
