/** Finds out what a request is: whose it is, which documented one is meant, and what differs from that. */
import { createHash } from "node:crypto";
import { accountWords } from "./people.ts";
import type { Received } from "./received.ts";
import { compare, credentialsIn, fieldOfWord, valueIn } from "./request.ts";
import type { Scene } from "./scene.ts";
import { addressOf, movedWords, type Play } from "./script.ts";
import { clientWords, nothing, type Stage } from "./stage.ts";
import type { Grant } from "./state.ts";
import { toleratedDifferences } from "./tolerate.ts";

export type Found =
  | { readonly kind: "scene"; readonly scene: Scene }
  /** A client or a token that nobody knows, at an address of several types. */
  | { readonly kind: "stranger"; readonly play: Play }
  | { readonly kind: "undocumented"; readonly problem: string };

/** Finds the provider whose address this is, and the request of its documentation that fits best. */
export function findScene(stage: Stage, received: Received): Found {
  const address = addressOf(received.method, received.url);
  const plays = stage.plays(address);
  const [first] = plays;
  if (first === undefined) {
    return { kind: "undocumented", problem: `${address} is in no documentation` };
  }
  const credentials = credentialsIn(received);
  const type = typeOf(stage, plays, credentials);
  if (type === undefined) return { kind: "stranger", play: first };
  const scenes = plays
    .filter(({ script }) => script.type === type)
    .map((play) => sceneOf(stage, { play, received, credentials }));
  const [scene] = scenes.sort((one, other) => weight(one) - weight(other));
  if (scene === undefined) {
    return { kind: "undocumented", problem: `${address} is not of ${type}` };
  }
  if (!stage.isTolerant && scene.play.own === undefined) return { kind: "scene", scene };
  return { kind: "scene", scene: { ...scene, differences: toleratedDifferences(scene) } };
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

function sceneOf(stage: Stage, input: Pick<Scene, "play" | "received" | "credentials">): Scene {
  const { play, received, credentials } = input;
  const { state } = stage;
  const code = credentials.find((one) => state.peekCode(one) ?? state.grantOfCode(one));
  const pending = code === undefined ? undefined : state.peekCode(code);
  const ofToken = credentials.map((one) => state.grantOf(one)).find((one) => one !== undefined);
  // An installation has no code: the newest one of the type is meant.
  const grant =
    ofToken ?? (play.script.codeWord === null ? installationOf(stage, input) : undefined);
  const known = { stage, play, received, credentials, code, pending, grant };
  return { ...known, differences: compare(received, play, wordsOf(known)) };
}

/** The newest installation of whoever's account is named, else the newest of all. */
function installationOf(
  { state }: Stage,
  { play, credentials }: Pick<Scene, "play" | "credentials">,
): Grant | undefined {
  const all = state.grantsOf(play.script.type);
  const named = all.findLast(({ holder }) =>
    [...accountWords(play.script.fixture, holder).values()].some((id) => credentials.includes(id)),
  );
  return named ?? all.at(-1);
}

/** What must stand in the request for the words of the fixture. */
function wordsOf(scene: Omit<Scene, "differences">): Map<string, string> {
  const { stage, play, credentials, code, pending, grant } = scene;
  const { script } = play;
  const { client, code_verifier, token } = script.fixture;
  const words = new Map([
    ...accountWords(script.fixture, grant?.holder ?? null),
    ...clientWords(stage, script),
  ]);
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
  set(token.grant.refresh_token, usable && stage.state.refreshLives(grant) ? refresh : undefined);
  set(script.shortTokenWord, usable ? grant?.shortToken : undefined);
  if (grant?.moved === true) {
    for (const [before, after] of movedWords(script.fixture)) words.set(before, after);
  }
  return words;
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
  // What was added stands for what is documented.
  if (play.own !== undefined) return -1;
  const shapes = differences.filter(({ about }) => about === "shape").length;
  // Where an installation is minted and refreshed by the same request, its first token is minted.
  const isMint = play.role === "token" && play.script.codeWord === null;
  const isLater = isMint && grant !== undefined && grant.access.size > 0;
  return shapes * 100 + differences.length + (isLater ? 0.5 : 0);
}
