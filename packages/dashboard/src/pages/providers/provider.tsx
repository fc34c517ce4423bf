/** One custom provider: its entry, changed and deleted. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { call, type Schemas, type Seen } from "../../api/client.ts";
import { appConnectorsQuery, providerQuery, readProvider } from "../../api/connectors.ts";
import { isRefused, Refused } from "../../api/failures.ts";
import { connectorsQuery } from "../../api/queries.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useNeeds } from "../../parts/allowed.tsx";
import { ChangedMeanwhile } from "../../parts/changed-meanwhile.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { useSeenChange } from "../../parts/seen-change.ts";
import { Time } from "../../parts/time.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { AskAgain } from "./ask-again.tsx";
import { isSameEntry, issuerOf } from "./asked-anew.ts";
import { DeleteProviderDialog } from "./delete-dialog.tsx";
import { EntryField } from "./entry-field.tsx";
import { faultsIn, readEntry, type TextFault, textOf } from "./entry-text.ts";
import { SecretsField, secretsOf } from "./secrets-field.tsx";

const path = "/workspaces/$workspaceId/providers/$providerId";
const route = getRouteApi(path);

type Provider = Seen<Schemas["Provider"]>;

export function ProviderPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { providerId } = route.useParams();
  const query = useQuery(providerQuery(workspaceId, providerId));
  const list = { to: "/workspaces/$workspaceId/connectors", params: { workspaceId } } as const;
  return (
    <>
      <Crumbs
        above={[
          { text: "Connectors", link: list },
          { text: "Custom providers", link: { ...list, search: { tab: "providers" } } },
        ]}
      />
      <Loaded
        query={query}
        what="the provider"
        missing={{
          code: "provider_not_found",
          page: <NotFound what="There is no provider of this ID: it may have been deleted." />,
        }}
      >
        {(provider) => <One provider={provider} />}
      </Loaded>
    </>
  );
}

/** The connectors that use it: those that every app may use, and those of single apps. */
function useUses({ types }: Pick<Provider, "types">): readonly Schemas["Connector"][] {
  const { id: workspaceId } = useWorkspace();
  const { data: all = [] } = useQuery(connectorsQuery(workspaceId));
  const { data: ofApps = [] } = useQuery(appConnectorsQuery(workspaceId));
  return [...all, ...ofApps].filter(({ type }) => types.includes(type));
}

function One({ provider }: { readonly provider: Provider }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { shown, open, close } = useDialog(path);
  const uses = useUses(provider);
  const { id, name, types } = provider;
  return (
    <>
      <PageHead
        title={name}
        says="A provider of this workspace’s own"
        before={<ProviderLogo type={types[0] ?? id} name={name} size="l" />}
      >
        {types.slice(0, 1).map((type) => (
          <Link
            key={type}
            to="/workspaces/$workspaceId/connectors/new/$type"
            params={{ workspaceId, type }}
            className="btn"
          >
            Add a connector
          </Link>
        ))}
      </PageHead>
      <div className="cols">
        <div className="stack l">
          <Described provider={provider} />
          <Card title="Delete this provider">
            <div className="acts">
              <p className="t2 grow">
                {uses.length === 0
                  ? "Its entry is erased, and its types leave the catalogue of the workspace."
                  : `It can be deleted once no connector uses it: ${counted(uses.length, "does", "do")} now.`}
              </p>
              {uses.length === 0 ? (
                <AllowedButton
                  needs="workspace:write"
                  className="btn danger"
                  onClick={() => open("delete")}
                >
                  Delete…
                </AllowedButton>
              ) : null}
            </div>
          </Card>
        </div>
        <Card title="About it">
          <dl className="kv tight">
            <dt>ID</dt>
            <dd className="mono">{id}</dd>
            <dt>Connector types</dt>
            <dd className="mono">{types.join(", ")}</dd>
            <dt>Used by</dt>
            <dd>{uses.length === 0 ? "No connector" : counted(uses.length, "connector")}</dd>
            <dt>Added</dt>
            <dd>
              <Time at={provider.created_at} on />
            </dd>
            <dt>Changed</dt>
            <dd>
              <Time at={provider.updated_at} on />
            </dd>
          </dl>
        </Card>
      </div>
      {shown === "delete" && uses.length === 0 ? (
        <DeleteProviderDialog provider={provider} onClose={close} />
      ) : null}
    </>
  );
}

/** What is typed of an entry, and what was refused of it. */
function useEntry(provider: Provider) {
  const { id: workspaceId } = useWorkspace();
  const path = { workspace_id: workspaceId, provider_id: provider.id };
  const [text, setText] = useState(textOf(provider.entry));
  const [secrets, setSecrets] = useState("");
  const [found, setFound] = useState<readonly TextFault[]>([]);
  const change = useSeenChange({
    seen: provider,
    read: () => readProvider(workspaceId, provider.id),
    write: (body: Schemas["PutProviderRequest"], ifMatch) =>
      call("put", "/v1/workspaces/{workspace_id}/providers/{provider_id}", { path, body, ifMatch }),
    says: "The entry is saved.",
    after: () => {
      setSecrets("");
      // The form stays open, and its next change is one of what there is now.
      void readProvider(workspaceId, provider.id).then(change.goOnFrom, () => {});
    },
    take: (theirs) => setText(textOf(theirs.entry)),
  });
  const { error } = change;
  const refused =
    found.length === 0 && error instanceof Refused ? faultsIn(text, error.faults) : [];
  const type = (next: string) => {
    setText(next);
    setFound([]);
    change.forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readEntry(text);
    setFound("faults" in read ? read.faults : []);
    if ("faults" in read) return;
    const shown = secretsOf(secrets);
    change.change({
      entry: read.entry,
      ...(shown.length === 0 ? {} : { client_secrets: shown }),
    });
  };
  /** Saves another entry, which then stands in the form, too. */
  const save = (entry: Record<string, unknown>) => {
    type(textOf(entry));
    change.change({ entry });
  };
  const faults = [...found, ...refused];
  return { text, type, secrets, setSecrets, change, submit, save, faults };
}

/** The entry, and the issuer that it came from. */
function Described({ provider }: { readonly provider: Provider }): ReactNode {
  const form = useEntry(provider);
  const { entry } = form.change.base;
  const issuer = issuerOf(entry);
  const read = readEntry(form.text);
  return (
    <>
      <Entry form={form} />
      {issuer === null ? null : (
        <AskAgain
          issuer={issuer}
          entry={entry}
          isTyped={"faults" in read || !isSameEntry(read.entry, entry)}
          busy={form.change.isPending}
          onSave={form.save}
        />
      )}
    </>
  );
}

function Entry({ form }: { readonly form: ReturnType<typeof useEntry> }): ReactNode {
  const { text, type, secrets, setSecrets, change, submit, faults } = form;
  const { error, meanwhile } = change;
  const wantsSecrets = isRefused(error, "secret_required") ? error : null;
  return (
    <Card title="Its entry">
      <form className="stack" noValidate onSubmit={submit}>
        <EntryField text={text} onChange={type} faults={faults} />
        {wantsSecrets === null && secrets === "" ? null : (
          <SecretsField
            value={secrets}
            onChange={setSecrets}
            says={wantsSecrets?.message ?? "Enter the secrets."}
          />
        )}
        <FormFailure error={faults.length > 0 || (wantsSecrets && secrets === "") ? null : error} />
        <Save
          busy={change.isPending}
          isWrong={faults.length > 0}
          onDiscard={() => type(textOf(change.base.entry))}
        />
      </form>
      {meanwhile === null ? null : (
        <ChangedMeanwhile
          meanwhile={meanwhile}
          differences={[{ label: "Entry", mine: text, theirs: textOf(meanwhile.theirs.entry) }]}
          error={error}
          busy={change.isPending}
        />
      )}
    </Card>
  );
}

function Save({
  busy,
  isWrong,
  onDiscard,
}: {
  readonly busy: boolean;
  readonly isWrong: boolean;
  readonly onDiscard: () => void;
}): ReactNode {
  const needs = useNeeds("workspace:write");
  if (needs !== null) return <p className="note info">{needs}</p>;
  return (
    <div className="acts">
      <button type="submit" className="btn pri" disabled={busy}>
        {busy ? "Saving…" : "Save"}
      </button>
      <button type="button" className="btn" onClick={onDiscard}>
        Discard
      </button>
      {isWrong ? (
        <p className="err" role="status">
          Something in the entry is missing or wrong.
        </p>
      ) : null}
    </div>
  );
}
