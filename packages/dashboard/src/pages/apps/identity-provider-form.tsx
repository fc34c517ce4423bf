/** Adds an identity provider to an app. */

import { identityPresets } from "@grantry/contract/identity-presets";
import { updateAppRequest } from "@grantry/contract/v1/apps";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { type AppChange, useAppChange } from "./current-app.ts";

interface Values {
  preset: string;
  issuer: string;
  audience: string;
  azp: string;
  clientId: string;
  jwksUri: string;
  userIdClaim: string;
}

/** A member only where something was typed. */
const given = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: text.trim() });
/** The same for several, with spaces or commas between them. */
const several = (name: string, text: string) => {
  const values = text.split(/[\s,]+/).filter((one) => one !== "");
  return values.length === 0 ? {} : { [name]: values };
};

const providerOf = ({ preset, issuer, ...values }: Values) => ({
  issuer: issuer.trim(),
  ...given("preset", preset),
  ...given("audience", values.audience),
  ...several("azp", values.azp),
  ...several("client_id", values.clientId),
  ...given("jwks_uri", values.jwksUri),
  ...given("user_id_claim", values.userIdClaim),
});

const asRequest = (values: Values): AppChange => ({ identity_providers: [providerOf(values)] });

const at = "identity_providers.0.";
const fields = {
  [`${at}issuer`]: "issuer",
  [`${at}audience`]: "audience",
  [`${at}azp`]: "azp",
  [`${at}client_id`]: "clientId",
  [`${at}jwks_uri`]: "jwksUri",
  [`${at}user_id_claim`]: "userIdClaim",
} as const;

export function AddProviderDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const form = useForm<Values>({
    defaultValues: {
      preset: "",
      issuer: "",
      audience: "",
      azp: "",
      clientId: "",
      jwksUri: "",
      userIdClaim: "",
    },
    resolver: byContract({ schema: updateAppRequest, toRequest: asRequest, fields }),
  });
  const add = useAppChange<Values>({
    changeOf: (now, values) => ({
      identity_providers: [...now.identity_providers, providerOf(values)] as never,
    }),
    says: "The identity provider is added.",
    after: onClose,
  });
  const { errors, isDirty } = form.formState;
  return (
    <Dialog title="Add an identity provider" onClose={onClose} closes={!isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => add.mutate(values))(event)}
      >
        <SelectField
          label="Service"
          hint="What Grantry knows about it fills in what you leave out."
          {...form.register("preset")}
        >
          <option value="">Another one, by OpenID Connect discovery</option>
          {Object.entries(identityPresets).map(([preset, { name }]) => (
            <option key={preset} value={preset}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Issuer"
          hint="The claim iss of its tokens, to the letter."
          placeholder="https://id.example.com"
          mono
          {...form.register("issuer")}
          error={errors.issuer?.message}
        />
        <TextField
          label="Audience"
          hint="The claim aud: whom the tokens are for. Most services need it."
          mono
          {...form.register("audience")}
          error={errors.audience?.message}
        />
        <details>
          <summary>Tokens without an audience, keys and user IDs</summary>
          <div className="stack">
            <TextField
              label="Authorized parties"
              hint="The claim azp may be one of these, with commas between them."
              mono
              {...form.register("azp")}
              error={errors.azp?.message}
            />
            <TextField
              label="Clients"
              hint="The claim client_id may be one of these, with commas between them."
              mono
              {...form.register("clientId")}
              error={errors.clientId?.message}
            />
            <TextField
              label="Address of its keys"
              hint="A JWK set. Left empty, discovery finds it."
              mono
              {...form.register("jwksUri")}
              error={errors.jwksUri?.message}
            />
            <TextField
              label="Claim of the user ID"
              placeholder="sub"
              mono
              {...form.register("userIdClaim")}
              error={errors.userIdClaim?.message}
            />
          </div>
        </details>
        <FormFailure error={add.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={add.isPending}>
            Add
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
