/** Changes what a service token may do, and with which connectors; its secret stays. */
import { updateServiceTokenRequest } from "@grantry/contract/v1/service-tokens";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { call, callSeen, type Schemas, type Seen } from "../../api/client.ts";
import { serviceTokenQuery } from "../../api/queries.ts";
import { ChangedMeanwhile } from "../../parts/changed-meanwhile.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { useSeenChange } from "../../parts/seen-change.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { type ServiceScope, serviceScopeWords } from "../../words/service-scopes.ts";
import { useApp } from "./current-app.ts";
import { LimitFields, type Limits, limitFields, limitsToRequest } from "./service-token-limits.tsx";

type Token = Schemas["ServiceToken"];
type Change = Schemas["UpdateServiceTokenRequest"];

interface Values extends Limits {
  name: string;
}

const everything = Object.keys(serviceScopeWords) as ServiceScope[];

const valuesOf = ({ name, scopes, connector_ids: connectors }: Token): Values => ({
  name,
  scopes: [...((scopes ?? everything) as ServiceScope[])],
  reach: connectors === null ? "all" : "some",
  connectors: [...(connectors ?? [])],
});

/** A token that has no limit keeps having none, unless something is taken away from it. */
function changeOf({ scopes: before }: Token, { name, ...limits }: Values): Change {
  const asked = limitsToRequest(limits);
  const isWhole = before === null && asked.scopes.length === everything.length;
  return { name, ...asked, scopes: isWhole ? null : asked.scopes };
}

/** `named`: the token as the list has it; it is read anew, since somebody else may have changed it. */
export function ChangeTokenDialog({
  named,
  onClose,
}: {
  readonly named: Token;
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const query = useQuery(serviceTokenQuery(workspaceId, appId, named.id));
  const title = `Change the service token “${named.name}”`;
  if (query.data !== undefined) {
    return <ChangeForm token={query.data} title={title} onClose={onClose} />;
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Loaded query={query} what="the service token">
        {() => null}
      </Loaded>
    </Dialog>
  );
}

function ChangeForm({
  token,
  title,
  onClose,
}: {
  readonly token: Seen<Token>;
  readonly title: string;
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const path = { workspace_id: workspaceId, app_id: appId, service_token_id: token.id };
  const change = useSeenChange({
    seen: token,
    read: () =>
      callSeen(
        "get",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens/{service_token_id}",
        { path },
      ),
    write: (body: Change, ifMatch) =>
      call(
        "patch",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens/{service_token_id}",
        { path, body, ifMatch },
      ),
    says: "The service token is changed.",
    after: onClose,
    take: (theirs) => form.reset(valuesOf(theirs)),
  });
  const { base, meanwhile } = change;
  const toRequest = (values: Values) => changeOf(base, values);
  const form = useForm<Values>({
    defaultValues: valuesOf(token),
    resolver: byContract({
      schema: updateServiceTokenRequest,
      toRequest,
      fields: { name: "name", ...limitFields },
    }),
  });
  const { errors, isDirty } = form.formState;
  const submit = form.handleSubmit((values) => change.change(toRequest(values)));
  return (
    <Dialog title={title} onClose={onClose} closes={!isDirty}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <p className="t2">It holds from the next call on. The secret stays the same.</p>
        <TextField label="Name" {...form.register("name")} error={errors.name?.message} />
        {/* Its values hold those of the limits. */}
        <LimitFields form={form as unknown as UseFormReturn<Limits>} />
        <FormFailure error={change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending}>
            Save
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
      {meanwhile === null ? null : (
        <ChangedMeanwhile
          meanwhile={meanwhile}
          differences={differencesOf(form.getValues(), valuesOf(meanwhile.theirs))}
          error={change.error}
          busy={change.isPending}
        />
      )}
    </Dialog>
  );
}

const reachInWords = ({ reach, connectors }: Limits) =>
  reach === "all" ? "all" : connectors.toSorted().join(", ");

const differencesOf = (mine: Values, theirs: Values) => [
  { label: "Name", mine: mine.name, theirs: theirs.name },
  {
    label: "What it may do",
    mine: mine.scopes.toSorted().join(", "),
    theirs: theirs.scopes.toSorted().join(", "),
  },
  { label: "Connectors", mine: reachInWords(mine), theirs: reachInWords(theirs) },
];
