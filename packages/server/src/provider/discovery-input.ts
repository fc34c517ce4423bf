/** What is declared of a provider that is found out by its issuer. */
import { z } from "zod";

export const clientMethods = ["client_secret_basic", "client_secret_post", "none"] as const;

const shortText = z.string().min(1).max(200);
const paths = z.array(z.string().max(200)).min(1).max(10);

/** Whose account it is, where the UserInfo endpoint does not say it. */
const account = z.strictObject({
  from: z.enum(["userinfo", "id_token", "introspection", "token_answer"]),
  /** Paths of the parts of the id; `sub` where none is given. */
  id: paths.optional(),
  email: paths.optional(),
  name: paths.optional(),
});

/** What is declared where discovery does the rest. */
export const discoverySchema = z.strictObject({
  /** As the metadata names it, to the letter (RFC 8414 section 2). */
  issuer: z
    .string()
    .max(512)
    .regex(/^https?:\/\/[^\s{}\\"<>?#@]+$/, "must be a URL without query and fragment"),
  id: z.string(),
  name: shortText,
  /** The id, where none is given. */
  integration_type: z.string().optional(),
  /** The name, where none is given. */
  display_name: shortText.optional(),
  description: z.string().max(500).optional(),
  category: shortText.optional(),
  documentation: z.url({ protocol: /^https$/ }).optional(),
  /** Scopes to ask for; those of OpenID Connect that the server knows where none are given. */
  scopes: z.array(z.string()).optional(),
  /** Where the tokens are used; where none is given, the origin of the UserInfo endpoint, else of the issuer. */
  api_hosts: z.array(z.string()).min(1).optional(),
  /** How the client authenticates; the first that the metadata names, in this order, where none is given. */
  token_endpoint_auth_method: z.enum(clientMethods).optional(),
  /** Fixed parameters of the authorization request, beside those that are the server's own. */
  authorization_parameters: z.record(z.string().min(1).max(100), z.string().max(1_000)).optional(),
  account: account.optional(),
});
export type DiscoveryInput = z.infer<typeof discoverySchema>;
