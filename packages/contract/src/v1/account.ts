/** A person's own account: what it is called, what it signs in by, and where it is signed in. */
import { z } from "zod";
import { instant, listOf } from "./common.ts";
import { nameText } from "./people.ts";

export const updatePersonRequest = z
  .strictObject({ name: nameText.optional() })
  .meta({ id: "UpdatePersonRequest", examples: [{ name: "Mia Okafor" }] });

/** Longer ones are refused by the use case, whose words say what a password must be. */
const typed = z.string().max(1_024);
const password = typed
  .meta({ writeOnly: true })
  .describe(
    "The present one, although the caller is signed in: a session may be somebody else's by now.",
  );
const code = typed
  .default("")
  .meta({ writeOnly: true })
  .describe("Of the authenticator app, or a recovery code; left out by an account without.");
const passwordExample = "correct horse battery staple";

export const changePasswordRequest = z
  .strictObject({
    current_password: password,
    new_password: typed.meta({ writeOnly: true }).describe("At least 12 characters."),
  })
  .meta({
    id: "ChangePasswordRequest",
    examples: [{ current_password: passwordExample, new_password: "another battery staple horse" }],
  });

export const signInFactors = z
  .object({
    password: z.boolean().describe("Whether it has one."),
    authenticator_app: z.boolean().describe("Whether a code is asked for besides the password."),
    recovery_codes_left: z.int(),
    company: z.boolean().describe("Whether a company's identity provider signs it in."),
    passkeys_possible: z
      .boolean()
      .describe("Whether the account can have passkeys at this server's address."),
  })
  .meta({
    id: "SignInFactors",
    description: "What the caller's account signs in by.",
    examples: [
      {
        password: true,
        authenticator_app: true,
        recovery_codes_left: 10,
        company: false,
        passkeys_possible: true,
      },
    ],
  });

// Signing in

export const createSessionRequest = z
  .strictObject({
    email: z.string().max(1_024),
    password: typed.meta({ writeOnly: true }),
    code,
  })
  .meta({
    id: "CreateSessionRequest",
    examples: [{ email: "mia@daybook.example", password: passwordExample }],
  });

// The authenticator app (RFC 6238)

export const totpSetup = z.object({ secret: z.string(), uri: z.string() }).meta({
  id: "TotpSetup",
  description:
    "What an authenticator app needs, told this once: the secret (Base32), and the same as a URI, which a QR code holds.",
  examples: [
    {
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      uri: "otpauth://totp/Grantry:mia%40daybook.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Grantry",
    },
  ],
});

export const confirmTotpRequest = z
  .strictObject({
    code: z
      .string()
      .min(1)
      .max(64)
      .meta({ writeOnly: true })
      .describe("That the app shows for the secret that was told last."),
  })
  .meta({ id: "ConfirmTotpRequest", examples: [{ code: "123456" }] });

export const recoveryCodes = z.object({ recovery_codes: z.array(z.string()) }).meta({
  id: "RecoveryCodes",
  description: "Told this once. Each stands in for a code of the app, once.",
  examples: [{ recovery_codes: ["5E0C3B7A91D24F68AC03"] }],
});

export const factorProof = z.strictObject({ password, code }).meta({
  id: "FactorProof",
  description: "What the person signs in by, shown again before that changes.",
  examples: [{ password: passwordExample, code: "123456" }],
});

// Where the person is signed in

export const ownSession = z
  .object({
    id: z.string(),
    kind: z.enum(["browser", "command_line"]),
    client: z
      .string()
      .nullable()
      .describe("What it is, in words: `Firefox on Linux`; null where that is not known."),
    address: z
      .string()
      .nullable()
      .describe(
        "From where it was signed in, IPv6 by its first 64 bits; null where that is not known.",
      ),
    scopes: z
      .array(z.string())
      .nullable()
      .describe("What a command line is limited to; null for a browser."),
    created_at: instant,
    last_used_at: instant.nullable().describe("To the minute."),
    current: z.boolean().describe("Whether it is the one that asks."),
  })
  .meta({
    id: "Session",
    examples: [
      {
        id: "ses_4Wc1nX0q",
        kind: "browser",
        client: "Firefox on Linux",
        address: "192.0.2.7",
        scopes: null,
        created_at: "2026-05-04T09:00:00Z",
        last_used_at: "2026-05-04T11:20:00Z",
        current: true,
      },
    ],
  });
export const ownSessionList = listOf(ownSession, "SessionList");

export const endedSessions = z
  .object({
    browsers: z.int().describe("How many were signed in besides the caller's."),
    command_lines: z.int(),
  })
  .meta({ id: "EndedSessions", examples: [{ browsers: 2, command_lines: 1 }] });
