/** A service of one's own: by its issuer address, or by an entry that describes it. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { call } from "../../api/client.ts";
import { providersQuery } from "../../api/connectors.ts";
import { isRefused, Refused } from "../../api/failures.ts";
import { useAction } from "../../parts/action.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { EntryField } from "./entry-field.tsx";
import { faultAt, faultsIn, readEntry, type TextFault, textOf } from "./entry-text.ts";
import { IssuerForm } from "./issuer-form.tsx";

const route = getRouteApi("/workspaces/$workspaceId/connectors/own");

const ways = [
  [undefined, "By its issuer address"],
  ["entry", "By an entry"],
] as const;

export function OwnPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("workspace:write");
  const navigate = route.useNavigate();
  const { by } = route.useSearch();
  // Both forms keep what was typed while the other one is shown.
  const [text, setText] = useState("");
  const [foundAt, setFoundAt] = useState<string | null>(null);
  const params = { workspaceId };
  return (
    <>
      <Crumbs
        above={[
          { text: "Connectors", link: { to: "/workspaces/$workspaceId/connectors", params } },
          {
            text: "Add a connector",
            link: { to: "/workspaces/$workspaceId/connectors/new", params },
          },
        ]}
      />
      <PageHead
        title="Add your own service"
        says="A service that is not in the catalogue. It belongs to this workspace and appears in its catalogue."
      />
      {needs === null ? (
        <div className="stack l narrow">
          <Tabs label="How it is described" small>
            {ways.map(([way, says]) => (
              <Link
                key={says}
                from={route.id}
                to="."
                search={way === undefined ? {} : { by: way }}
                activeOptions={{ exact: true }}
                aria-current={way === by ? "page" : undefined}
              >
                {says}
              </Link>
            ))}
          </Tabs>
          <div hidden={by !== undefined}>
            <IssuerForm
              onFound={(entry, issuer) => {
                setText(textOf(entry));
                setFoundAt(issuer);
                void navigate({ search: { by: "entry" } });
              }}
            />
          </div>
          {by === "entry" ? <EntryForm text={text} onChange={setText} foundAt={foundAt} /> : null}
        </div>
      ) : (
        <p className="note info">{needs}</p>
      )}
    </>
  );
}

/** Puts a new provider. */
function EntryForm({
  text,
  onChange,
  foundAt,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The issuer that the entry was found out from. */
  readonly foundAt: string | null;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: present = [] } = useQuery(providersQuery(workspaceId));
  const [faults, setFaults] = useState<readonly TextFault[]>([]);
  const put = useAction({
    run: ({ id, entry }: { readonly id: string; readonly entry: Record<string, unknown> }) =>
      call("put", "/v1/workspaces/{workspace_id}/providers/{provider_id}", {
        path: { workspace_id: workspaceId, provider_id: id },
        body: { entry },
      }),
    says: ({ name }) => `“${name}” is added.`,
    leadsTo: ({ id }) => ({
      to: "/workspaces/$workspaceId/providers/$providerId",
      params: { workspaceId, providerId: id },
    }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readEntry(text);
    if ("faults" in read) return setFaults(read.faults);
    const { id } = read.entry;
    const wrong =
      typeof id !== "string" || id === ""
        ? "An entry needs an id, by which the workspace knows the provider."
        : present.some((one) => one.id === id)
          ? "The workspace has a provider of this id. Change that one, or choose another id."
          : null;
    if (wrong !== null) return setFaults([faultAt(text, ["id"], wrong)]);
    setFaults([]);
    put.mutate(
      { id: String(id), entry: read.entry },
      {
        onError: (failure) => {
          if (failure instanceof Refused) setFaults(faultsIn(text, failure.faults));
        },
      },
    );
  };
  const isInText = isRefused(put.error, "provider_invalid") && faults.length > 0;
  return (
    <Card title="The entry">
      <form className="stack" noValidate onSubmit={submit}>
        {foundAt === null ? null : (
          <p className="note info">
            <span>
              This is what <bdi>{foundAt}</bdi> says of itself. Nothing is kept yet: look at it,
              change what does not fit, and add it.
            </span>
          </p>
        )}
        <EntryField
          text={text}
          onChange={(next) => {
            onChange(next);
            setFaults([]);
          }}
          faults={faults}
        />
        <FormFailure error={isInText ? null : put.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={put.isPending}>
            {put.isPending ? "Adding…" : "Add the service"}
          </button>
          <Link
            to="/workspaces/$workspaceId/connectors/new"
            params={{ workspaceId }}
            className="btn quiet"
          >
            Cancel
          </Link>
          {faults.length === 0 ? null : (
            <p className="err" role="status">
              Something in the entry is missing or wrong.
            </p>
          )}
        </div>
      </form>
    </Card>
  );
}
