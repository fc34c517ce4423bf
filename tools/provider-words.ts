/** What the properties of a catalogue entry mean to whoever runs the server, in plain words. */
import type { ServerSections } from "@grantry/server/provider/catalogue";

const day = 86_400;

/** A duration in the largest unit that measures it without a rest. */
export function durationWords(seconds: number): string {
  const units = [
    ["day", day],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ] as const;
  const [name, size] = units.find(([, one]) => seconds % one === 0) ?? ["second", 1];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

/** Where the account behind a connection is read. */
export function accountWords({ account }: ServerSections): string {
  if (account.request === undefined) return "token response";
  const { url } = account.request;
  return `\`${url.replace(/^https?:\/\//, "").replace(/\?.*$/, "")}\``;
}

/** How connections stay fresh, in a few words. */
export function refreshWords({ refresh }: ServerSections): string {
  const rotation = { stable: "stays", rotates: "rotates", may_rotate: "may rotate" };
  const modes = {
    refresh_token: `refresh token, ${rotation[refresh.rotation]}`,
    refresh_token_if_present: `refresh token where one is given, ${rotation[refresh.rotation]}`,
    access_token: "access token is exchanged",
    client_credentials: "minted anew",
    none: "none",
  };
  return modes[refresh.mode];
}

/** `S256` or `not sent`. */
export function pkceWords({ authorization }: ServerSections): string {
  return authorization.pkce === "S256" ? "S256" : "not sent";
}

/** What a revocation ends, in a few words. */
export function revocationWords({ revocation }: ServerSections): string {
  if (revocation === undefined) return "none";
  const ends = {
    token_set: "the connection",
    client_grant: "all of the account at the client",
    account: "all of the account",
  };
  return ends[revocation.ends];
}

/** Sentences on how long tokens live and how they are refreshed. */
export function tokenSentences(server: ServerSections): string[] {
  return [lifetimeSentence(server), refreshSentence(server), ...rotationSentences(server)];
}

function lifetimeSentence({ token_answer, refresh }: ServerSections): string {
  if (refresh.trigger === "rejection") {
    return "No lifetime is told: the access token is refreshed when the API has refused it.";
  }
  const { expires_at, expires_in } = token_answer.code;
  const { lifetime_seconds: lifetime } = token_answer;
  const place =
    expires_at === undefined
      ? `how many seconds an access token lives, in ${code(expires_in)}`
      : `when an access token ends, in ${code(expires_at)}`;
  const otherwise =
    lifetime === undefined ? "is taken to last" : `lives ${durationWords(lifetime)}`;
  return `The token response says ${place}. Where it does not, the token ${otherwise}.`;
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(" or ");
}

function refreshSentence({ name, refresh }: ServerSections): string {
  const { minimum_age_seconds: minimum } = refresh;
  const age = minimum === 0 ? "" : ` It must be ${durationWords(minimum)} old for that.`;
  const modes = {
    refresh_token: "A refresh token gets new access tokens.",
    refresh_token_if_present: `Where ${name} gives a refresh token, it gets new access tokens. Where it gives none, people connect again when the access token has ended.`,
    access_token: `There is no refresh token: the access token itself is exchanged for a fresh one.${age}`,
    client_credentials: "There is no refresh token: a fresh access token is minted as the client.",
    none: "Nothing is refreshed: people connect again when the access token has ended.",
  };
  return modes[refresh.mode];
}

function rotationSentences({ refresh }: ServerSections): string[] {
  if (refresh.mode !== "refresh_token" && refresh.mode !== "refresh_token_if_present") return [];
  const { grace_seconds: grace, refresh_token_lifetime: life } = refresh;
  const old = grace === 0 ? "at once" : `${durationWords(grace)} later`;
  const rotation = {
    stable: "The refresh token stays the same.",
    rotates: `Every refresh gives a new refresh token; the one of before ends ${old}.`,
    may_rotate: "A refresh may give a new refresh token, which is then the one that counts.",
  };
  const { absolute_seconds: absolute, idle_seconds: idle } = life;
  return [
    rotation[refresh.rotation],
    ...(refresh.ends_access_token ? ["A refresh ends the access token of before."] : []),
    ...(absolute === undefined ? [] : [`A refresh token lives ${durationWords(absolute)}.`]),
    ...(idle === undefined
      ? []
      : [`A refresh token ends when it was not used for ${durationWords(idle)}.`]),
  ];
}

/** Sentences on which errors end a grant, and which are the operator's to mend. */
export function errorSentences({ errors }: ServerSections): string[] {
  const words = (list: readonly string[]) => list.map((word) => `\`${word}\``).join(", ");
  const dead = ["invalid_grant", ...errors.dead_grant];
  const fault = ["invalid_client", ...errors.client_fault];
  return [
    `Answers that end a grant, so that people must connect again: ${words([...new Set(dead)])}.`,
    `Answers that are yours to mend, and do no harm to connections: ${words([...new Set(fault)])}.`,
  ];
}

/** Sentences on what happens at the provider when a connection is disconnected. */
export function disconnectSentences(server: ServerSections): string[] {
  const { name, revocation, client_project_separator: separator } = server;
  const project = separator === undefined ? "" : ", or one of the same project";
  if (revocation === undefined) {
    return [
      `${name} has no revocation: the tokens are erased here, and people take the access back in their settings at ${name}.`,
    ];
  }
  const host = `\`${revocation.endpoint.replace(/^https?:\/\//, "")}\``;
  const shared = `As long as another connection of the same account uses the same OAuth client${project}, nothing is revoked: the tokens are only erased here.`;
  const ends = {
    token_set: ["That ends the tokens of this connection and no other."],
    client_grant: [
      "That ends everything which this account granted to the OAuth client, other connections included.",
      shared,
    ],
    account: [
      "That ends the access of everyone who connected this account through the OAuth client.",
      shared,
    ],
  };
  return [`The tokens are revoked at ${host} and erased here.`, ...ends[revocation.ends]];
}
