/** Makes a signal stream, or changes one: which audience it has, the transmitter often says only once it knows the address. */
import { createSignalStreamRequest } from "@grantry/contract/v1/signal-streams";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { call } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { appsQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import type { SignalStream } from "./queries.ts";

interface Values {
  appId: string;
  issuer: string;
  audience: string;
  jwksUri: string;
  userIssuer: string;
  action: "freeze" | "disconnect";
}

const toRequest = ({ appId, issuer, audience, jwksUri, userIssuer, action }: Values) => ({
  issuer: issuer.trim(),
  audience: audience.trim(),
  jwks_uri: jwksUri.trim(),
  ...(appId === ""
    ? { app_id: null, user_issuer: null, action: null }
    : { app_id: appId, user_issuer: userIssuer.trim() || null, action }),
});

const valuesOf = (stream: SignalStream | null): Values => ({
  appId: stream?.app_id ?? "",
  issuer: stream?.issuer ?? "",
  audience: stream?.audience ?? "",
  jwksUri: stream?.jwks_uri ?? "",
  userIssuer: stream?.user_issuer ?? "",
  action: stream?.action === "disconnect" ? "disconnect" : "freeze",
});

interface About {
  /** The one to change; null for a new one. */
  readonly stream: SignalStream | null;
  readonly onClose: () => void;
}

function useSave({ stream, onClose }: About) {
  const { id: workspaceId } = useWorkspace();
  const keyFor = useIdempotencyKey();
  return useAction({
    run: (values: Values) => {
      const body = toRequest(values);
      const path = { workspace_id: workspaceId };
      if (stream === null) {
        return call("post", "/v1/workspaces/{workspace_id}/signal-streams", {
          path,
          body,
          idempotencyKey: keyFor(body),
        });
      }
      const { app_id: _, ...changes } = body;
      return call("patch", "/v1/workspaces/{workspace_id}/signal-streams/{signal_stream_id}", {
        path: { ...path, signal_stream_id: stream.id },
        body: changes,
      });
    },
    says: () =>
      stream === null
        ? "The stream is there: give its address to the provider."
        : "The signal stream is changed.",
    after: onClose,
  });
}

export function SignalStreamDialog({ stream, onClose }: About): ReactNode {
  const form = useForm<Values>({
    defaultValues: valuesOf(stream),
    resolver: byContract({
      schema: createSignalStreamRequest,
      toRequest,
      fields: {
        app_id: "appId",
        issuer: "issuer",
        audience: "audience",
        jwks_uri: "jwksUri",
        user_issuer: "userIssuer",
        action: "action",
      },
    }),
  });
  const save = useSave({ stream, onClose });
  const title = stream === null ? "Add a signal stream" : "Change the signal stream";
  return (
    <Dialog title={title} onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
      >
        <Fields form={form} isNew={stream === null} />
        <FormFailure error={save.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={save.isPending}>
            {stream === null ? "Add stream" : "Save"}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Fields({
  form,
  isNew,
}: {
  readonly form: UseFormReturn<Values>;
  readonly isNew: boolean;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { errors } = form.formState;
  const field = (name: keyof Values) => ({
    ...form.register(name),
    error: errors[name]?.message,
  });
  return (
    <>
      {isNew ? (
        <SelectField label="Whom it is about" {...field("appId")}>
          <option value="">People of the company sign-in: they are signed out</option>
          {apps.map(({ id, name }) => (
            <option key={id} value={id}>
              Users of {name}
            </option>
          ))}
        </SelectField>
      ) : null}
      {form.watch("appId") === "" ? null : (
        <>
          <SelectField label="What becomes of a user’s connections" {...field("action")}>
            <option value="freeze">They are frozen until somebody unfreezes them</option>
            <option value="disconnect">They are disconnected, and revoked</option>
          </SelectField>
          <TextField
            label="Issuer of the users"
            hint="As the app’s identity provider has it. Leave it empty where it is the issuer below."
            mono
            {...field("userIssuer")}
          />
        </>
      )}
      <TextField
        label="Issuer of the signals"
        hint="Who signs them: “issuer” of the transmitter’s configuration (/.well-known/ssf-configuration)."
        placeholder="https://id.example.com"
        mono
        {...field("issuer")}
      />
      <TextField
        label="Address of its keys"
        hint="“jwks_uri” of the same configuration."
        placeholder="https://id.example.com/ssf/jwks"
        mono
        {...field("jwksUri")}
      />
      <TextField
        label="Audience"
        hint="For whom the signals are: “aud” of the stream at the provider. Where it is not known yet, enter this server’s address, and change it later."
        mono
        {...field("audience")}
      />
    </>
  );
}
