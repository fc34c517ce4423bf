/** A refusal in the words of RFC 6749 section 5.2 and RFC 8628 section 3.5. */
export type OAuthErrorWord =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_scope"
  | "unsupported_grant_type"
  | "authorization_pending"
  | "slow_down"
  | "access_denied"
  | "expired_token";

export class OAuthRefusal extends Error {
  readonly error: OAuthErrorWord;

  /** `description` is shown to the person at the command line. */
  constructor(error: OAuthErrorWord, description: string) {
    super(description);
    this.name = "OAuthRefusal";
    this.error = error;
  }
}
