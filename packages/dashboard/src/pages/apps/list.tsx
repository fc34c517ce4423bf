/** The apps of a workspace. */
import { LongList } from "../../parts/long-list.tsx";
import "../../parts/without-eval.ts";
import { createAppRequest } from "@grantry/contract/v1/apps";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { appsQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";

type App = Schemas["App"];

const path = "/workspaces/$workspaceId/apps";

export function AppsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { shown, close } = useDialog(path);
  const apps = useQuery(appsQuery(workspaceId));
  return (
    <>
      <PageHead
        title="Apps"
        says="An app is what people connect their accounts to. Its pages start connections, its backend reads tokens."
      >
        <CreateButton />
      </PageHead>
      <Loaded query={apps} what="this list">
        {(all) => (
          <section className="card" aria-label="Apps">
            {all.length === 0 ? (
              <Empty title="No app yet.">
                <p className="t2">
                  Create one to get an app ID, and service tokens for its backend.
                </p>
                <CreateButton again />
              </Empty>
            ) : (
              <Listed all={all} />
            )}
          </section>
        )}
      </Loaded>
      {shown === "create" ? <CreateDialog onClose={close} /> : null}
    </>
  );
}

/** `again`: below the one of the heading, which is the page's first. */
function CreateButton({ again = false }: { readonly again?: boolean }): ReactNode {
  const { open } = useDialog(path);
  return (
    <AllowedButton
      needs="apps:write"
      className={again ? "btn" : "btn pri"}
      onClick={() => open("create")}
    >
      <Icon name="plus" />
      Create an app
    </AllowedButton>
  );
}

function Listed({ all }: { readonly all: readonly App[] }): ReactNode {
  return (
    <LongList
      all={all}
      noun="app"
      search="Name, app ID or origin"
      textsOf={({ id, name, origins }) => [name, id, ...origins]}
    >
      {(shown) => (
        <Table
          label="Apps"
          columns={[
            { title: "App", width: 46 },
            { title: "Its users come by", width: 28 },
            { title: "Origins", from: "s" },
          ]}
        >
          {shown.map((app) => (
            <AppRow key={app.id} app={app} />
          ))}
        </Table>
      )}
    </LongList>
  );
}

function AppRow({ app }: { readonly app: App }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const [provider, ...others] = app.identity_providers;
  return (
    <Row>
      <Cell className="full">
        <Link
          to="/workspaces/$workspaceId/apps/$appId"
          params={{ workspaceId, appId: app.id }}
          className="rowlink ell"
        >
          <Name>{app.name}</Name>
        </Link>
        <span className="sub ell mono t2">{app.id}</span>
      </Cell>
      <Cell>
        {provider === undefined ? (
          "Its backend, which vouches for them"
        ) : (
          <Name>
            {others.length === 0
              ? provider.issuer
              : `${provider.issuer} and ${counted(others.length, "other")}`}
          </Name>
        )}
      </Cell>
      <Cell from="s">
        {app.origins.length === 0 ? "None yet" : counted(app.origins.length, "origin")}
      </Cell>
    </Row>
  );
}

function CreateDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const keyFor = useIdempotencyKey();
  const form = useForm<{ name: string }>({
    defaultValues: { name: "" },
    resolver: byContract({
      schema: createAppRequest,
      toRequest: (values) => values,
      fields: { name: "name" },
    }),
  });
  const create = useAction({
    run: (body: { name: string }) =>
      call("post", "/v1/workspaces/{workspace_id}/apps", {
        path: { workspace_id: workspaceId },
        body,
        idempotencyKey: keyFor(body),
      }),
    says: ({ name }) => `“${name}” is created.`,
    leadsTo: ({ id }) => ({
      to: "/workspaces/$workspaceId/apps/$appId",
      params: { workspaceId, appId: id },
    }),
  });
  return (
    <Dialog title="Create an app" onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <TextField
          label="Name"
          hint="People see it when they connect an account."
          {...form.register("name")}
          error={form.formState.errors.name?.message}
        />
        <FormFailure error={create.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={create.isPending}>
            Create
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
