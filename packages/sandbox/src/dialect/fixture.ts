/**
 * What the dialect sandbox is told of a provider: documented requests and answers, as the fixtures
 * of the catalogue write them down. The values in them stand for themselves or, where a client, a
 * code or a token stands, for the one in use.
 */

export interface DialectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A string as it is, everything else as JSON, null for no body. */
  readonly body: unknown;
}

export interface DialectRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly format?: "form" | "json";
  readonly body?: Readonly<Record<string, string>>;
}

export interface DialectCall {
  readonly request: DialectRequest;
  readonly answer: DialectAnswer;
}

/** What an answer grants. */
export interface DialectTokens {
  readonly access_token: string;
  readonly refresh_token: string | null;
  readonly lifetime_seconds: number | null;
  readonly refresh_lifetime_seconds: number | null;
  readonly kept_values: Readonly<Record<string, string>>;
  /** Null where the answer names none. */
  readonly granted_scopes: readonly string[] | null;
}

/** What is wrong when a token request is refused; other kinds are not played. */
export type DialectFailureKind = "dead_grant" | "client_fault" | "transient";

interface DialectFailure {
  readonly name: string;
  readonly of: "code" | "second" | "refresh";
  readonly answer: DialectAnswer;
  readonly kind: string;
}

export interface DialectFixture {
  readonly integration_type: string;
  readonly client: {
    readonly client_id: string;
    readonly client_secret: string;
    readonly redirect_uri: string;
  };
  /** Connection settings that the documented addresses hold, such as a subdomain. */
  readonly settings: Readonly<Record<string, string>>;
  /** The moment at which dates in answers were written. */
  readonly now_seconds?: number;
  readonly state: string;
  readonly code_verifier: string | null;
  readonly code_challenge: string | null;
  readonly authorization_request: {
    readonly endpoint: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  readonly authorization_response: Readonly<Record<string, string>>;
  readonly token: DialectCall & { readonly second?: DialectCall; readonly grant: DialectTokens };
  readonly other_token_answers?: readonly {
    readonly name: string;
    readonly answer: DialectAnswer;
    readonly grant: DialectTokens;
  }[];
  readonly refresh: (DialectCall & { readonly grant: DialectTokens }) | null;
  readonly failures: readonly DialectFailure[];
  readonly account: {
    /** What the calls tell of the account, as it is called in the end. */
    readonly account: {
      readonly id: string;
      readonly email: string | null;
      readonly name: string | null;
    };
    readonly calls: readonly DialectCall[];
    /** The call that shows whether a token works, where there is no other. */
    readonly check?: DialectCall;
    /** The answer to a token that is over; 401 as RFC 6750 has it where nothing is documented. */
    readonly token_ended?: DialectAnswer;
  };
  /** The call right after consent that lists what the grant reaches, where there is one. */
  readonly choice?: DialectCall;
  readonly revocation: {
    readonly calls: readonly DialectCall[];
    readonly already_ended: DialectAnswer | null;
    /** What an access token gets that is merely over by its lifetime, where that is documented. */
    readonly expired?: DialectAnswer;
  };
}

/** Names of failures that are a wrong client, and not another mistake of the operator. */
const wrongClient = /\b(?:client|secret) is wrong\b/;

/**
 * The documented answer to a token request that fails in this way. Throws where the fixture has none:
 * then the test asks for something the documentation does not know.
 */
export function failureAnswer(
  fixture: DialectFixture,
  of: DialectFixture["failures"][number]["of"],
  kind: DialectFailureKind,
): DialectAnswer {
  const all = fixture.failures.filter((failure) => failure.kind === kind);
  const fits = kind === "client_fault" ? all.filter(({ name }) => wrongClient.test(name)) : all;
  const here = (one: DialectFailure) => one.of === of;
  const found = fits.find(here) ?? fits[0] ?? all.find(here) ?? all[0];
  if (found === undefined) {
    throw new Error(`The fixture of ${fixture.integration_type} has no failure "${kind}".`);
  }
  return found.answer;
}
