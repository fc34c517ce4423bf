/** One OAuth client: what is registered, what uses it, its secrets, and its end. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas, Seen } from "../../api/client.ts";
import { oauthClientQuery } from "../../api/connectors.ts";
import { catalogueQuery } from "../../api/queries.ts";
import type { DialogName } from "../../dialogs.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { CopyField } from "../../parts/copy.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { FirstFew } from "../../parts/long-list.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import {
  CheckOutcome,
  ForgetDialog,
  SecretActs,
  SecretDialog,
  useCheck,
} from "../connectors/client-dialogs.tsx";
import { UseLink } from "../connectors/use-link.tsx";
import { ChangeClientDialog, DeleteClientDialog } from "./dialogs.tsx";

const path = "/workspaces/$workspaceId/oauth-clients/$oauthClientId";
const route = getRouteApi(path);

type Client = Seen<Schemas["OAuthClient"]>;
type Dialog = DialogName<typeof path>;

export function OAuthClientPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { oauthClientId } = route.useParams();
  const query = useQuery(oauthClientQuery(workspaceId, oauthClientId));
  const list = { to: "/workspaces/$workspaceId/connectors", params: { workspaceId } } as const;
  return (
    <>
      <Crumbs
        above={[
          { text: "Connectors", link: list },
          { text: "OAuth clients", link: { ...list, search: { tab: "oauth-clients" } } },
        ]}
      />
      <Loaded
        query={query}
        what="the OAuth client"
        missing={{
          code: "oauth_client_not_found",
          page: <NotFound what="There is no OAuth client of this ID: it may have been deleted." />,
        }}
      >
        {(client) => <One client={client} />}
      </Loaded>
    </>
  );
}

function One({ client }: { readonly client: Client }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { shown, open, close } = useDialog(path);
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const known = types.find(({ provider }) => provider.id === client.provider_id);
  const service = known?.provider.name ?? client.provider_id;
  const of = { client, service, onClose: close };
  const isUsed = client.connectors.length > 0;
  return (
    <>
      <PageHead title={client.name} says={`An OAuth client that is registered at ${service}`}>
        <AllowedButton needs="workspace:write" onClick={() => open("change")}>
          Change
        </AllowedButton>
      </PageHead>
      <div className="cols">
        <div className="stack l">
          <Uses client={client} />
          <Secrets client={client} onOpen={open} />
          <End client={client} onOpen={open} />
        </div>
        <About client={client} service={service} />
      </div>
      {shown === "secret" ? <SecretDialog {...of} /> : null}
      {shown === "forget" && client.previous_secret ? (
        <ForgetDialog {...of} name={client.name} />
      ) : null}
      {shown === "change" ? <ChangeClientDialog client={client} onClose={close} /> : null}
      {shown === "delete" && !isUsed ? <DeleteClientDialog {...of} /> : null}
    </>
  );
}

interface Part {
  readonly client: Client;
  readonly onOpen: (dialog: Dialog) => void;
}

function Uses({ client: { connectors } }: Pick<Part, "client">): ReactNode {
  return (
    <Card title="What uses it">
      {connectors.length === 0 ? (
        <p className="t2">No connector uses this client.</p>
      ) : (
        <div className="stack s">
          <p className="t2">
            {counted(connectors.length, "connector uses", "connectors use")} this client and its
            secret.
          </p>
          <div className="uses">
            <FirstFew all={connectors} first={20} noun="connector">
              {(shown) => shown.map((one) => <UseLink key={one.id} of={one} />)}
            </FirstFew>
          </div>
        </div>
      )}
    </Card>
  );
}

function End({ client: { connectors }, onOpen }: Part): ReactNode {
  const uses = connectors.length;
  return (
    <Card title="Delete this OAuth client">
      <div className="acts">
        <p className="t2 grow">
          {uses === 0
            ? "Its secret is erased here. At the service it stays registered."
            : `It can be deleted once no connector uses it: ${counted(uses, "does", "do")} now.`}
        </p>
        {uses === 0 ? (
          <AllowedButton
            needs="workspace:write"
            className="btn danger"
            onClick={() => onOpen("delete")}
          >
            Delete…
          </AllowedButton>
        ) : null}
      </div>
    </Card>
  );
}

function Secrets({ client, onOpen }: Part): ReactNode {
  const check = useCheck(client.id);
  const replaced = client.secret_replaced_at;
  return (
    <Card
      title="Client secret"
      foot={
        <>
          <SecretActs check={check} onReplace={() => onOpen("secret")} />
          {client.previous_secret ? (
            <AllowedButton
              needs="workspace:write"
              className="btn s"
              onClick={() => onOpen("forget")}
            >
              Forget the old one
            </AllowedButton>
          ) : null}
        </>
      }
    >
      <div className="stack">
        <p>
          {replaced === null ? (
            "Stored, and never shown."
          ) : (
            <>
              Replaced on <Time at={replaced} on />. It is stored, and never shown.
            </>
          )}
          {client.previous_secret ? " The old one still works, until you forget it." : ""}
        </p>
        <CheckOutcome of={check} />
      </div>
    </Card>
  );
}

function About({
  client,
  service,
}: Pick<Part, "client"> & { readonly service: string }): ReactNode {
  return (
    <div className="stack l">
      <Card title="What is registered">
        <div className="stack">
          <CopyField label="Client ID" text={client.client_id} />
          <CopyField label="Redirect URI" text={client.redirect_uri} />
        </div>
      </Card>
      <Card title="About it">
        <dl className="kv tight">
          <dt>Provider</dt>
          <dd>
            <bdi>{service}</bdi>
          </dd>
          <dt>Other servers</dt>
          <dd>
            {client.used_by_other_servers
              ? "Use it, too: disconnecting revokes nothing at the service"
              : "Do not use it"}
          </dd>
          <dt>Preferred</dt>
          <dd>{client.preferred ? "Yes: shared accounts get this one" : "No"}</dd>
          <dt>Added</dt>
          <dd>
            <Time at={client.created_at} on />
          </dd>
          <dt>ID</dt>
          <dd className="mono">{client.id}</dd>
        </dl>
      </Card>
    </div>
  );
}
