/** Passkeys (WebAuthn): of one's own account, and signing in by one. */
import { z } from "zod";
import { factorProof } from "./account.ts";
import { instant, listOf } from "./common.ts";
import { nameText } from "./people.ts";

export const passkey = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: instant,
    last_used_at: instant.nullable(),
  })
  .meta({
    id: "Passkey",
    examples: [
      {
        id: "psk_7Yt0pW",
        name: "MacBook",
        created_at: "2026-05-04T09:00:00Z",
        last_used_at: null,
      },
    ],
  });
export const passkeyList = listOf(passkey, "PasskeyList");
export const updatePasskeyRequest = z
  .strictObject({ name: nameText })
  .meta({ id: "UpdatePasskeyRequest", examples: [{ name: "Phone" }] });

/** As `PublicKeyCredential.parse…OptionsFromJSON` of browsers takes it. */
export const passkeyOptions = z
  .object({ public_key: z.looseObject({ challenge: z.string() }) })
  .meta({
    id: "PasskeyOptions",
    description:
      "What the browser is asked (WebAuthn, PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON). Good once, for five minutes, in this browser.",
    examples: [{ public_key: { challenge: "4pWq…", rpId: "connect.example.com" } }],
  });
export const beginPasskeyRequest = factorProof;

const base64url = z
  .string()
  .max(32_768)
  .regex(/^[\w-]*={0,2}$/);
const shortText = z.string().max(64);

/** As `PublicKeyCredential.toJSON()` of browsers gives it; what is not named here is not read. */
const credentialMembers = {
  id: base64url.min(1).max(2_048),
  rawId: base64url.min(1).max(2_048),
  type: z.literal("public-key"),
};

export const addPasskeyRequest = z
  .strictObject({
    name: nameText,
    credential: z.looseObject({
      ...credentialMembers,
      response: z.looseObject({
        clientDataJSON: base64url,
        attestationObject: base64url,
        transports: z.array(shortText).max(16).optional(),
      }),
    }),
  })
  .meta({
    id: "AddPasskeyRequest",
    examples: [
      {
        name: "MacBook",
        credential: {
          id: "kJ3x",
          rawId: "kJ3x",
          type: "public-key",
          response: { clientDataJSON: "eyJ0", attestationObject: "o2Nm" },
        },
      },
    ],
  });

export const createPasskeySessionRequest = z
  .strictObject({
    credential: z.looseObject({
      ...credentialMembers,
      response: z.looseObject({
        clientDataJSON: base64url,
        authenticatorData: base64url,
        signature: base64url,
        userHandle: base64url.max(128).nullish(),
      }),
    }),
  })
  .meta({
    id: "CreatePasskeySessionRequest",
    examples: [
      {
        credential: {
          id: "kJ3x",
          rawId: "kJ3x",
          type: "public-key",
          response: {
            clientDataJSON: "eyJ0",
            authenticatorData: "SZYN",
            signature: "MEUC",
            userHandle: "b3By",
          },
        },
      },
    ],
  });

export const openedSession = z.object({ person_id: z.string() }).meta({
  id: "OpenedSession",
  description: "Who is signed in now; the session itself is the cookie of the answer.",
  examples: [{ person_id: "opr_mV2h0f3k9sQ1" }],
});
