/** Answers the requests of a client's server: tokens, accounts, revocation. */
import { mint, playAnswer } from "./answer.ts";
import { findScene } from "./find-scene.ts";
import type { DialectAnswer, DialectTokens } from "./fixture.ts";
import { grantWords } from "./grant-words.ts";
import { personalise } from "./people.ts";
import type { Received } from "./received.ts";
import type { Scene } from "./scene.ts";
import { addressOf, type Play } from "./script.ts";
import { endGrant, failureOf, nothing, type Stage, shiftMs } from "./stage.ts";
import type { Grant } from "./state.ts";

/** The answer of the provider whose address this is. */
export function answerRequest(stage: Stage, received: Received): DialectAnswer {
  const found = findScene(stage, received);
  if (found.kind === "undocumented") return undocumented(stage, found.problem);
  return found.kind === "stranger" ? stranger(found.play) : answerScene(found.scene);
}

/** A client or a token that nobody knows, at an address of several types. */
function stranger(play: Play): DialectAnswer {
  const isTokenCall = play.role === "token" || play.role === "second" || play.role === "refresh";
  if (isTokenCall) return failureOf(play, "client_fault");
  const { already_ended } = play.script.fixture.revocation;
  if (play.role === "revocation" && already_ended !== null) return already_ended;
  return refusal(401, "invalid_token", "Nobody knows this token.");
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

function answerAccount(scene: Scene): DialectAnswer {
  const { stage, play, received, grant, differences } = scene;
  if (differences.length > 0) {
    const { token_ended: ended } = play.script.fixture.account;
    return ended ?? refusal(401, "invalid_token", "The access token is over.");
  }
  stage.record(play.script.type, "account");
  if (play.own !== undefined && grant !== undefined) return play.own(received, grant);
  return personalise(play.call.answer, play.script.fixture, grant?.holder ?? null);
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
  const anybodys = { type, redirectUri: nothing, holder: null, scopes: [], nonce: null };
  const grant = scene.grant ?? state.addGrant(pending ?? anybodys);
  if (code !== undefined) state.useCode(code, grant);
  const other = stage.takeOther(type);
  return handOut(scene, other ?? { answer: call.answer, grant: fixture.token.grant }, grant);
}

/** Gives the grant new tokens and says so in the words of the documented answer. */
function handOut(
  { stage, play, received }: Scene,
  { answer, grant: tokens }: { answer: DialectAnswer; grant: DialectTokens },
  grant: Grant | undefined,
): DialectAnswer {
  if (grant === undefined) throw new Error("There is no grant to give tokens of.");
  const { state } = stage;
  const { script, role } = play;
  const words = grantWords(stage, { grant, answer, tokens, received, script });
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
  const own = personalise(answer, script.fixture, grant.holder);
  return playAnswer(own, words, shiftMs(stage, script));
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
