/** Identity providers that tell what happens to people's accounts (OpenID Shared Signals Framework). */
import { z } from "zod";
import { idText } from "../common.ts";
import { instant, listOf } from "./common.ts";

const action = z
  .enum(["freeze", "disconnect"])
  .nullable()
  .describe(
    "Of a stream for an app: what becomes of a user's connections. `freeze`: none is served until an operation unfreezes them. `disconnect`: they are frozen at once, and revoked at their providers. Null in a stream for the company sign-in.",
  );

const example = {
  issuer: "https://id.daybook.example",
  audience: "https://connect.example.com",
  jwks_uri: "https://id.daybook.example/ssf/jwks",
  app_id: "app_daybook",
  user_issuer: "https://id.daybook.example",
  action: "freeze",
} as const;

const issuerText = z.string().min(1).max(512);
const audienceText = z
  .string()
  .min(1)
  .max(512)
  .describe("What `aud` of its messages must hold; agree on it with the transmitter.");
const jwksUri = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .describe("Where the keys stand that it signs with: `jwks_uri` of its configuration.");
const userIssuer = issuerText
  .nullable()
  .describe(
    "Of a stream for an app: the issuer of the identity provider whose users it speaks of; null in a request: `issuer`. Of the company sign-in it is always that provider's.",
  );

export const signalStream = z
  .object({
    id: z.string(),
    issuer: z.string(),
    audience: z.string(),
    jwks_uri: z.string(),
    app_id: z
      .string()
      .nullable()
      .describe("Whose users it speaks of; null: the people of the workspace's company sign-in."),
    user_issuer: z.string().nullable(),
    action,
    receiver_url: z.string().describe("Where the transmitter sends to (RFC 8935)."),
    created_at: instant,
    last_signal: z
      .object({
        at: instant,
        event: z
          .string()
          .describe("The last part of the event's URI; `unknown` for one that means nothing here."),
        outcome: z
          .enum(["acted", "nobody", "noted"])
          .describe(
            "`acted`: what it asked for was done. `nobody`: it is about nobody who is known here. `noted`: it asks for nothing, as `verification`.",
          ),
      })
      .nullable()
      .describe("The last message that was taken; null where none was yet."),
  })
  .meta({
    id: "SignalStream",
    examples: [
      {
        id: "sst_4fQ7k2",
        ...example,
        receiver_url: "https://connect.example.com/v1/signals/sst_4fQ7k2",
        created_at: "2026-05-04T09:00:00Z",
        last_signal: { at: "2026-05-04T09:05:00Z", event: "verification", outcome: "noted" },
      },
    ],
  });

export const signalStreamList = listOf(signalStream, "SignalStreamList");

export const createSignalStreamRequest = z
  .strictObject({
    issuer: issuerText.describe("What `iss` of its messages is."),
    audience: audienceText,
    jwks_uri: jwksUri,
    app_id: idText(128)
      .nullable()
      .default(null)
      .describe("Whose users it speaks of; null: the people of the workspace's company sign-in."),
    user_issuer: userIssuer.default(null),
    action: action.default(null),
  })
  .meta({ id: "CreateSignalStreamRequest", examples: [example] });

export const updateSignalStreamRequest = z
  .strictObject({
    issuer: issuerText.optional(),
    audience: audienceText.optional(),
    jwks_uri: jwksUri.optional(),
    user_issuer: userIssuer.optional(),
    action: action.optional(),
  })
  .meta({ id: "UpdateSignalStreamRequest", examples: [{ action: "disconnect" }] });

/** RFC 8935 section 2.4. */
export const signalErrorBody = z.object({ err: z.string(), description: z.string() });
