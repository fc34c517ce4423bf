/** Answers the requests of a client's server: tokens, accounts, revocation. */
import { createHash } from "node:crypto";
import { mint, playAnswer } from "./answer.ts";
import type { DialectAnswer, DialectTokens } from "./fixture.ts";
import {
  compare,
  credentialsIn,
  type Difference,
  fieldOfWord,
  type Received,
  valueIn,
} from "./request.ts";
import { addressOf, movedWords, type Play } from "./script.ts";
import { clientWords, endGrant, failureOf, nothing, type Stage, shiftMs } from "./stage.ts";
import type { Grant, PendingCode } from "./state.ts";

/** What a request presents, as far as it is known. */
interface Scene {
  readonly stage: Stage;
  readonly play: Play;
  readonly received: Received;
  readonly credentials: readonly string[];
  readonly code: string | undefined;
  readonly pending: PendingCode | undefined;
  readonly grant: Grant | undefined;
  readonly differences: readonly Difference[];
}

/** The answer of the provider whose address this is. */
export function answerRequest(stage: Stage, received: Received): DialectAnswer {
  const address = addressOf(received.method, received.url);
  const plays = stage.plays(address);
  const [first] = plays;
  if (first === undefined) return undocumented(stage, `${address} is in no documentation`);
  const credentials = credentialsIn(received);
  const type = typeOf(stage, plays, credentials);
  if (type === undefined) return stranger(first);
  const scenes = plays
    .filter(({ script }) => script.type === type)
    .map((play) => sceneOf(stage, { play, received, credentials }));
  const [scene] = scenes.sort((one, other) => weight(one) - weight(other));
  if (scene === undefined) return undocumented(stage, `${address} is not of ${type}`);
  return answerScene(scene);
}

/** Whose request this is: told by a token or a code, else by the client, else by the address. */
function typeOf(
  stage: Stage,
  plays: readonly Play[],
  credentials: readonly string[],
): string | undefined {
  for (const credential of credentials) {
    const type = stage.state.typeOf(credential);
    if (type !== undefined) return type;
  }
  const types = [...new Set(plays.map(({ script }) => script))];
  const named = types.find(({ clientId }) => credentials.includes(clientId));
  if (named !== undefined) return named.type;
  return types.length === 1 ? types[0]?.type : undefined;
}

/** A client or a token that nobody knows, at an address of several types. */
function stranger(play: Play): DialectAnswer {
  const isTokenCall = play.role === "token" || play.role === "second" || play.role === "refresh";
  if (isTokenCall) return failureOf(play, "client_fault");
  const { already_ended } = play.script.fixture.revocation;
  if (play.role === "revocation" && already_ended !== null) return already_ended;
  return refusal(401, "invalid_token", "Nobody knows this token.");
}

function sceneOf(stage: Stage, input: Pick<Scene, "play" | "received" | "credentials">): Scene {
  const { play, received, credentials } = input;
  const { state } = stage;
  const code = credentials.find((one) => state.peekCode(one) ?? state.grantOfCode(one));
  const pending = code === undefined ? undefined : state.peekCode(code);
  const ofToken = credentials.map((one) => state.grantOf(one)).find((one) => one !== undefined);
  // An installation has no code: the newest one of the type is meant.
  const grant =
    ofToken ??
    (play.script.codeWord === null ? state.grantsOf(play.script.type).at(-1) : undefined);
  const known = { stage, play, received, credentials, code, pending, grant };
  return { ...known, differences: compare(received, play, wordsOf(known)) };
}

/** What must stand in the request for the words of the fixture. */
function wordsOf(scene: Omit<Scene, "differences">): Map<string, string> {
  const { stage, play, credentials, code, pending, grant } = scene;
  const { script } = play;
  const { client, code_verifier, token } = script.fixture;
  const words = clientWords(stage, script);
  const set = (word: string | null, value: string | null | undefined) => {
    if (word !== null) words.set(word, value ?? nothing);
  };
  const isRevocation = play.role === "revocation";
  const isOwn = (one: string) => stage.state.grantOf(one) === grant && grant !== undefined;
  const access = credentials.find((one) =>
    isRevocation ? isOwn(one) && stage.state.isInTime(one) : stage.state.isLive(one),
  );
  const refresh = credentials.find((one) => one === grant?.refreshToken);
  const usable = isRevocation || grant?.ended !== true;
  set(client.redirect_uri, (pending ?? grant)?.redirectUri);
  set(script.codeWord, pending === undefined ? undefined : code);
  set(code_verifier, verifierOf(scene));
  set(token.grant.access_token, access);
  set(token.grant.refresh_token, usable && refreshLives(scene) ? refresh : undefined);
  set(script.shortTokenWord, usable ? grant?.shortToken : undefined);
  if (grant?.moved === true) {
    for (const [before, after] of movedWords(script.fixture)) words.set(before, after);
  }
  return words;
}

function refreshLives({ stage, grant }: Pick<Scene, "stage" | "grant">): boolean {
  const endsAtMs = grant?.refreshEndsAtMs ?? null;
  return endsAtMs === null || endsAtMs > stage.state.nowMs();
}

/** The verifier that came, where it is the one of the challenge (RFC 7636 section 4.6). */
function verifierOf({ play, received, pending }: Omit<Scene, "differences">): string | undefined {
  const word = play.script.fixture.code_verifier;
  const field = word === null ? undefined : fieldOfWord(play.call.request, word);
  const verifier = field === undefined ? undefined : valueIn(received, play.call.request, field);
  if (verifier === undefined) return undefined;
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return challenge === pending?.challenge ? verifier : undefined;
}

/** The play that fits best is meant: wrong names weigh more than wrong values. */
function weight({ differences, play, grant }: Scene): number {
  const shapes = differences.filter(({ about }) => about === "shape").length;
  // Where an installation is minted and refreshed by the same request, its first token is minted.
  const isMint = play.role === "token" && play.script.codeWord === null;
  const isLater = isMint && grant !== undefined && grant.access.size > 0;
  return shapes * 100 + differences.length + (isLater ? 0.5 : 0);
}

function answerScene(scene: Scene): DialectAnswer {
  const { stage, play, received, differences } = scene;
  const { type } = play.script;
  const shapes = differences.filter(({ about }) => about === "shape");
  if (shapes.length > 0) {
    const fields = shapes.map(({ field }) => field).join(", ");
    const address = addressOf(received.method, received.url);
    return undocumented(stage, `${type}, ${play.role}, ${address}: not as documented: ${fields}`);
  }
  if (play.role === "account") return answerAccount(scene);
  if (play.role === "revocation") return answerRevocation(scene);
  return answerTokenCall(scene);
}

function answerAccount({ stage, play, differences }: Scene): DialectAnswer {
  if (differences.length > 0) {
    const { token_ended: ended } = play.script.fixture.account;
    return ended ?? refusal(401, "invalid_token", "The access token is over.");
  }
  stage.record(play.script.type, "account");
  return play.call.answer;
}

function answerRevocation({ stage, play, grant, differences, credentials }: Scene): DialectAnswer {
  const { already_ended, expired } = play.script.fixture.revocation;
  if (differences.some(({ about }) => about === "client")) return failureOf(play, "client_fault");
  const known = differences.length === 0 && grant !== undefined;
  if (known && endGrant(grant)) {
    stage.record(play.script.type, "revocation");
    return play.call.answer;
  }
  // A token that is over ends nothing: its grant lives on with the refresh token.
  const isOver = credentials.some((one) => grant?.access.has(one) && !stage.state.isInTime(one));
  if (isOver && grant?.ended === false && expired !== undefined) return expired;
  return already_ended ?? play.call.answer;
}

function answerTokenCall(scene: Scene): DialectAnswer {
  const { stage, play, code, grant, differences } = scene;
  const { type } = play.script;
  const fail = (kind: Parameters<typeof failureOf>[1]) => {
    stage.record(type, "failure");
    return failureOf(play, kind);
  };
  const ordered = stage.takeFault(type);
  if (ordered !== undefined) return fail(ordered.failure);
  if (differences.some(({ about }) => about === "client")) return fail("client_fault");
  const isInstallation = play.script.codeWord === null;
  if (differences.length > 0 || (isInstallation && grant?.ended !== false)) {
    const reused = reusedGrant(scene, code);
    if (reused !== undefined && endGrant(reused)) stage.record(type, "reuse");
    return fail("dead_grant");
  }
  return grantTokens(scene);
}

/** The grant of a refresh token or code that was used before and came again. */
function reusedGrant({ stage, play, credentials, grant }: Scene, code: string | undefined) {
  if (play.role === "token") return code === undefined ? undefined : stage.state.grantOfCode(code);
  const retired = credentials.some(
    (one) =>
      stage.state.grantOf(one) === grant && one !== grant?.refreshToken && !grant?.access.has(one),
  );
  return retired ? grant : undefined;
}

function grantTokens(scene: Scene): DialectAnswer {
  const { stage, play, code, pending } = scene;
  const { script, role, call } = play;
  const { fixture, type } = script;
  const { state } = stage;
  if (role === "refresh" && fixture.refresh !== null) {
    return handOut(scene, { ...call, grant: fixture.refresh.grant }, scene.grant);
  }
  if (role === "second")
    return handOut(scene, { ...call, grant: fixture.token.grant }, scene.grant);
  const grant = scene.grant ?? state.addGrant(type, pending?.redirectUri ?? nothing);
  if (code !== undefined) state.useCode(code, grant);
  const other = stage.takeOther(type);
  return handOut(scene, other ?? { answer: call.answer, grant: fixture.token.grant }, grant);
}

/** Gives the grant new tokens and says so in the words of the documented answer. */
function handOut(
  { stage, play }: Scene,
  { answer, grant: tokens }: { answer: DialectAnswer; grant: DialectTokens },
  grant: Grant | undefined,
): DialectAnswer {
  if (grant === undefined) throw new Error("There is no grant to give tokens of.");
  const { state } = stage;
  const { script, role } = play;
  const words = new Map<string, string>();
  const first = role === "token" ? script.shortTokenWord : null;
  if (first !== null) {
    grant.shortToken = mint(first);
    state.addToken(grant, grant.shortToken);
    words.set(first, grant.shortToken);
  } else {
    const access = mint(tokens.access_token);
    state.addAccessToken(grant, access, tokens.lifetime_seconds);
    words.set(tokens.access_token, access);
    grant.shortToken = null;
    keepRefreshToken({ stage, play, grant }, tokens, words);
    stage.record(script.type, role === "refresh" ? "refresh" : "exchange");
  }
  if (role === "refresh") grant.moved = true;
  return playAnswer(answer, words, shiftMs(stage, script));
}

/** A refresh token in the answer that is not that of the request is a new one: the old one is over. */
function keepRefreshToken(
  { stage, play, grant }: { stage: Stage; play: Play; grant: Grant },
  tokens: DialectTokens,
  words: Map<string, string>,
): void {
  const word = tokens.refresh_token;
  if (word === null) return;
  const isSame = play.role === "refresh" && word === play.script.fixture.token.grant.refresh_token;
  const kept = isSame ? grant.refreshToken : null;
  grant.refreshToken = kept ?? mint(word);
  words.set(word, grant.refreshToken);
  stage.state.addToken(grant, grant.refreshToken);
  const seconds = tokens.refresh_lifetime_seconds;
  grant.refreshEndsAtMs = seconds === null ? null : stage.state.nowMs() + seconds * 1000;
}

function undocumented(stage: Stage, problem: string): DialectAnswer {
  stage.complain(problem);
  return refusal(400, "sandbox_undocumented_request", problem);
}

function refusal(status: number, error: string, error_description: string): DialectAnswer {
  const headers = { "content-type": "application/json" };
  return { status, headers, body: { error, error_description } };
}
