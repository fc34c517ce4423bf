/** The identity provider by which a workspace's people sign in. */
import { z } from "zod";
import { signInProviderFields } from "../sign-in-settings.ts";
import { listOf } from "./common.ts";

const example = {
  issuer: "https://id.daybook.example",
  client_id: "grantry",
  default_role: null,
} as const;

export const signInProvider = z
  .object({
    issuer: z.string(),
    client_id: z.string(),
    domains: z.array(
      z.object({
        domain: z.string(),
        proven_by: z
          .enum(["dns", "server"])
          .nullable()
          .describe(
            "`dns`: by the record below; `server`: by whoever runs this server; null: not yet. Nobody signs in by a domain that is not proven.",
          ),
        txt_name: z.string().describe("The TXT record to set in the DNS."),
        txt_value: z.string(),
      }),
    ),
    default_role: z
      .enum(["admin", "member", "viewer"])
      .nullable()
      .describe("What somebody becomes who comes without an invitation; null: they need one."),
    redirect_uri: z.string().describe("To be registered at the identity provider."),
    back_channel_logout_uri: z
      .string()
      .describe(
        "To be registered there, too: it tells when somebody is signed out (OpenID Connect Back-Channel Logout 1.0).",
      ),
  })
  .meta({
    id: "SignInProvider",
    examples: [
      {
        ...example,
        domains: [
          {
            domain: "daybook.example",
            proven_by: "dns",
            txt_name: "_grantry.daybook.example",
            txt_value: "grantry-domain=…",
          },
        ],
        redirect_uri: "https://connect.example.com/sign-in/company/ws_main/callback",
        back_channel_logout_uri: "https://connect.example.com/sign-in/company/ws_main/logout",
      },
    ],
  });

export const signInProviderList = listOf(signInProvider, "SignInProviderList");

export const putSignInProviderRequest = z
  .strictObject({
    ...signInProviderFields,
    client_secret: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe("May be left out where `issuer` and `client_id` stay.")
      .meta({ writeOnly: true }),
  })
  .meta({
    id: "PutSignInProviderRequest",
    examples: [{ ...example, domains: ["daybook.example"], client_secret: "…" }],
  });

export const deletedSignInProvider = z
  .object({ deleted: z.literal(true) })
  .meta({ id: "DeletedSignInProvider", examples: [{ deleted: true }] });
