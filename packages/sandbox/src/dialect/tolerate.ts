/**
 * What is wrong with a request at a provider that takes every form of the RFCs: credentials of the client in the header
 * or in the body (RFC 6749 section 2.3.1), PKCE where it was begun, parameters and headers that nobody documents. What
 * a provider must refuse stays refused: a wrong secret, a code or token that is over, another redirect URI.
 */
import { createHash } from "node:crypto";
import type { Received } from "./received.ts";
import { bodyFields, credentialsIn, type Difference } from "./request.ts";
import type { Scene } from "./scene.ts";
import { clientWords, nothing } from "./stage.ts";

/** The differences from the documented request that count. */
export function toleratedDifferences(scene: Scene): Difference[] {
  const { play } = scene;
  if (play.role === "account") return present("access token", liveToken(scene));
  const fields = bodyFields(scene.received);
  const clients = present("client", isClientRight(scene), "client");
  if (play.role === "revocation") {
    return [...clients, ...present("token", scene.grant !== undefined && isNamed(scene))];
  }
  return [...wrongGrantType(scene, fields), ...clients, ...grantDifferences(scene, fields)];
}

function present(field: string, isThere: boolean, about: Difference["about"] = "grant") {
  return isThere ? [] : [{ field, about }];
}

function liveToken({ stage, play, credentials }: Scene): boolean {
  const { state } = stage;
  return credentials.some((one) => state.isLive(one) && state.typeOf(one) === play.script.type);
}

/** A token of the grant that is no access token whose time is over: that one ends nothing. */
function isNamed({ stage, grant, credentials }: Scene): boolean {
  return credentials.some(
    (one) =>
      stage.state.grantOf(one) === grant && (!grant?.access.has(one) || stage.state.isInTime(one)),
  );
}

function wrongGrantType({ play }: Scene, fields: ReadonlyMap<string, string>): Difference[] {
  const documented = play.call.request.body?.["grant_type"];
  const given = fields.get("grant_type");
  const isWrong = documented !== undefined && given !== documented;
  return isWrong ? [{ field: "body grant_type", about: "shape" }] : [];
}

/** Whether the client's id and secret came, wherever they stand, as far as the provider asks for them. */
function isClientRight({ stage, play, received }: Scene): boolean {
  const { client_id, client_secret } = play.script.fixture.client;
  const words = clientWords(stage, play.script);
  const documented = new Set(wordsIn(play.call.request));
  const given = new Set([...credentialsIn(received), ...basicSecret(received)]);
  const fits = (word: string) =>
    ![...documented].some((text) => text.includes(word)) || given.has(words.get(word) ?? nothing);
  return fits(client_id) && fits(client_secret);
}

/** Texts of the documented request in which the client may stand. */
function wordsIn({ url, headers, body = {} }: Scene["play"]["call"]["request"]): string[] {
  const [, basic = ""] = /^Basic (\S+)$/.exec(headers["authorization"] ?? "") ?? [];
  const clear = Buffer.from(basic, "base64").toString("utf8");
  return [clear, decoded(clear), ...new URL(url).searchParams.values(), ...Object.values(body)];
}

function basicSecret({ headers }: Received): string[] {
  const [, basic = ""] = /^Basic (\S+)$/i.exec(headers["authorization"] ?? "") ?? [];
  const clear = Buffer.from(basic, "base64").toString("utf8");
  const secret = clear.slice(clear.indexOf(":") + 1);
  return [secret, decoded(secret)];
}

/** Credentials are form-encoded in the header by some clients (RFC 6749 section 2.3.1), and by some not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function grantDifferences(scene: Scene, fields: ReadonlyMap<string, string>): Difference[] {
  const { play, grant, pending, credentials, stage } = scene;
  if (play.role === "refresh" && play.script.codeWord !== null) {
    const isCurrent = credentials.some((one) => one === grant?.refreshToken);
    const lives = stage.state.refreshLives(grant) && grant?.ended === false;
    // Where the access token itself is exchanged for a longer one, there is no other.
    const renews = grant?.refreshToken === null && liveToken(scene);
    return present("refresh token", (isCurrent && lives) || renews);
  }
  if (play.role === "second") {
    const short = grant?.ended === false ? grant.shortToken : null;
    return present("token", short !== null && credentials.includes(short));
  }
  if (play.script.codeWord === null) return [];
  if (pending === undefined) return present("code", false);
  const { redirect_uri: documented } = play.script.fixture.client;
  const asksRedirect = Object.values(play.call.request.body ?? {}).includes(documented);
  const redirect = fields.get("redirect_uri");
  return [
    ...present("redirect URI", !asksRedirect || redirect === pending.redirectUri),
    ...present("code verifier", isVerified(pending.challenge, fields.get("code_verifier"))),
  ];
}

/** RFC 7636 section 4.6; a verifier for an authorization without a challenge is passed over. */
function isVerified(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null) return true;
  return (
    createHash("sha256")
      .update(verifier ?? "")
      .digest("base64url") === challenge
  );
}
