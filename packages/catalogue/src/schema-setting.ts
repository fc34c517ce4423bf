/** What a connection, or the connector of a workspace, needs to be told before anybody can connect. */
import { z } from "zod";
import { hostSuffixes, identifier, parameters, pattern, reason } from "./schema-words.ts";

const alias = z.strictObject({
  name: identifier,
  /**
   * What stands behind the value of this name to make that of the setting: with `.example.com`, `acme`
   * is `acme.example.com`. A value that is whole already is taken as it is.
   */
  suffix: z.string().min(1).optional(),
  /** Whether the value is handed out under this name, in place of the setting's own. */
  handed_out: z.boolean().default(false),
});

/** A setting (wire: connection_config). */
export const setting = z.strictObject({
  name: identifier,
  /** Other names under which it is taken. A text is a name alone. */
  aliases: z
    .array(
      z
        .transform((given: string | z.input<typeof alias>) =>
          typeof given === "string" ? { name: given } : given,
        )
        .pipe(alias),
    )
    .default([]),
  display_name: z.string(),
  description: z.string(),
  placeholder: z.string(),
  required: z.boolean(),
  validation_pattern: pattern,
  validation_error: z.string(),
  /** Taken where none is given. */
  default: z.string().optional(),
  /**
   * `workspace`: it belongs to where the OAuth client is registered, so that it is set in the connector
   * and nobody is asked for it who connects. A host that may be any is the workspace's in any case.
   */
  set_by: z.enum(["connection", "workspace"]).default("connection"),
  /** The allowed values, each with what stands for it in URLs: `{ sandbox: "api.sandbox.example" }`. */
  choices: parameters.optional(),
  /**
   * Further placeholders that the value fills: `{ name: { value: filler } }`. Where there are no
   * choices, `.example.com` stands for every value that ends so and `*` for every other one, and
   * `{value}` in the filler for the value.
   */
  derived: z.record(identifier, parameters).default({}),
  /** Where the value ends a host: what the resulting host must equal or end with. */
  allowed_host_suffixes: hostSuffixes.optional(),
  /** Why a value that ends a host may name any public host, as for software that users host. */
  any_public_host_because: reason.optional(),
});
