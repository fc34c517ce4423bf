/** How a workspace's identity provider is declared: a bootstrap file and the API share it. */
import { z } from "zod";
import { publicMailDomains } from "./public-mail-domains.ts";

export const domainText = z
  .string()
  .max(253)
  .toLowerCase()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "a domain is like example.com",
  );

/** One that anybody can have an address of is no company's. */
const domain = domainText.refine(
  (text) => !publicMailDomains.has(text),
  "anybody can have an address of a public mail service: only a company's own domain can be declared",
);

export const signInProviderFields = {
  issuer: z.string().min(1).max(512),
  client_id: z.string().min(1).max(512),
  /** Of the email addresses that may sign in by it. */
  domains: z.array(domain).min(1).max(50),
  /** What who comes without an invitation becomes; null: they must be invited. */
  default_role: z.enum(["admin", "member", "viewer"]).nullable().default(null),
};
