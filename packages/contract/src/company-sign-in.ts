/** Routes of a workspace's identity provider for its operators. */
import { z } from "zod";
import { domainText, signInProviderFields } from "./sign-in-settings.ts";

export const signInProviderBody = z.strictObject({
  ...signInProviderFields,
  /** May be left out where issuer and client_id stay. */
  client_secret: z.string().min(1).max(4_096).optional(),
});

export const signInProviderView = z.object({
  issuer: z.string(),
  client_id: z.string(),
  domains: z.array(z.string()),
  /** Who signs in by a domain must wait until it is proven. */
  domain_proofs: z.array(
    z.object({
      domain: z.string(),
      /** `dns`: by the record below; `server`: by whoever runs this server; null: not yet. */
      proven_by: z.enum(["dns", "server"]).nullable(),
      /** The TXT record to set in the DNS. */
      txt_name: z.string(),
      txt_value: z.string(),
    }),
  ),
  default_role: z.enum(["admin", "member", "viewer"]).nullable(),
  /** To be registered at the identity provider. */
  redirect_uri: z.string(),
});
export type SignInProviderView = z.infer<typeof signInProviderView>;

export const signInDomainParams = z.object({
  workspaceId: z.string().min(1).max(128),
  domain: domainText,
});

export const signInProviderRemoved = z.object({ status: z.literal("removed") });
