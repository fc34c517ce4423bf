/** What the events of messages mean here: OpenID CAEP 1.0, RISC 1.0, Shared Signals Framework 1.0. */

/** What is to become of whoever an event is about. `sign_ins`: what is signed in ends. `account`: the account there is over. */
export type Effect = "sign_ins" | "account" | "none";

export interface Meaning {
  /** The last part of the event's URI; `unknown` for one that means nothing here. */
  readonly event: string;
  readonly effect: Effect;
}

const at = "https://schemas.openid.net/secevent/";
const effects: Readonly<Record<string, Effect>> = {
  [`${at}caep/event-type/session-revoked`]: "sign_ins",
  [`${at}caep/event-type/credential-change`]: "sign_ins",
  [`${at}risc/event-type/sessions-revoked`]: "sign_ins",
  [`${at}risc/event-type/account-credential-change-required`]: "sign_ins",
  [`${at}risc/event-type/account-disabled`]: "account",
  [`${at}risc/event-type/account-purged`]: "account",
  [`${at}ssf/event-type/verification`]: "none",
  [`${at}ssf/event-type/stream-updated`]: "none",
};

const weights: readonly Effect[] = ["none", "sign_ins", "account"];

/** Of several, which are one and the same thing (RFC 8417 section 2.2), the one that means most here. */
export function meaningOf(events: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const meanings = Object.entries(events).map(([uri, event]): Meaning => {
    const known = Object.hasOwn(effects, uri) ? effects[uri] : undefined;
    if (known === undefined) return { event: "unknown", effect: "none" };
    return {
      event: uri.slice(uri.lastIndexOf("/") + 1),
      effect: adds(uri, event) ? "none" : known,
    };
  });
  const weight = ({ event, effect }: Meaning) =>
    2 * weights.indexOf(effect) + (event === "unknown" ? 0 : 1);
  return meanings.reduce((most, one) => (weight(one) > weight(most) ? one : most));
}

/** A credential that somebody has besides says nothing against those in use: whoever adds a passkey stays signed in. */
function adds(uri: string, { change_type: change }: Readonly<Record<string, unknown>>): boolean {
  return uri.endsWith("/credential-change") && change === "create";
}
