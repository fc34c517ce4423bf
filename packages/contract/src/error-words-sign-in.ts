/** Of codes about how a company's people sign in, and who tells of them. */
import type { ErrorWords } from "./error-words.ts";

export const wordsOfSignIn = {
  sign_in_provider_not_found: {
    when: "The workspace has no identity provider for its operators, or no workspace signs in by the address's domain.",
    remedy: "Sign in with the password.",
  },
  sign_in_domain_not_found: {
    when: "The workspace's identity provider does not declare this email domain.",
    remedy: "Declare it with the provider first.",
  },
  sign_in_test_not_found: {
    when: "The caller has begun no such test of the workspace's identity provider, or it is gone: one is kept for an hour after its end.",
    remedy: "Begin another one.",
  },
  sign_in_identity_not_found: {
    when: "No company's provider signs this member in.",
    remedy: "Nothing to do.",
  },
  signal_stream_not_found: {
    when: "The workspace has no signal stream of this id, or what is sent to its address is sent to no stream.",
    remedy: "List them, or look at what the transmitter is told to send to.",
  },
} as const satisfies Record<string, ErrorWords>;
