/** The service tokens of an app: by which its backend reads tokens of connections. */
import { LongList } from "../../parts/long-list.tsx";
import "../../parts/without-eval.ts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { serviceTokensQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useNeeds } from "../../parts/allowed.tsx";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Card, Empty } from "../../parts/page.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { serviceScopeInWords, usualServiceScopes } from "../../words/service-scopes.ts";
import { useApp } from "./current-app.ts";
import { ChangeTokenDialog } from "./service-token-change.tsx";
import { CreateTokenDialog } from "./service-token-form.tsx";

type Token = Schemas["ServiceToken"];

export function ServiceTokensPage(): ReactNode {
  const needs = useNeeds("workspace:write");
  if (needs !== null) return <p className="note info">{needs}</p>;
  return <Tokens />;
}

function Tokens(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/service-tokens");
  const [created, setCreated] = useState<Schemas["CreatedServiceToken"] | null>(null);
  const query = useQuery(serviceTokensQuery(workspaceId, appId));
  const listed = query.data?.filter((one) => !one.for_functions) ?? [];
  const ending = useAbout(dialog, "delete", listed);
  const changing = useAbout(dialog, "change", listed);
  return (
    <>
      <Card
        title="Service tokens"
        side={
          <AllowedButton
            needs="workspace:write"
            className="btn s"
            onClick={() => dialog.open("create")}
          >
            Create a service token
          </AllowedButton>
        }
      >
        <div className="stack">
          <p className="t2">
            The app’s backend uses one to read tokens and to act for the app’s users. Keep it on a
            server, never in a page.
          </p>
          <Loaded query={query} what="this list">
            {() => <Listed all={listed} onOpen={dialog.open} />}
          </Loaded>
        </div>
      </Card>
      {ending === undefined ? null : <EndDialog token={ending} onClose={dialog.close} />}
      {changing === undefined ? null : (
        <ChangeTokenDialog named={changing} onClose={dialog.close} />
      )}
      {dialog.shown === "create" && created === null ? (
        <CreateTokenDialog onClose={dialog.close} onCreated={setCreated} />
      ) : null}
      {created === null ? null : (
        <SecretOnce
          title={`Keep the service token “${created.name}”`}
          label="Service token"
          secret={created.secret}
          line={`GRANTRY_SERVICE_TOKEN=${created.secret}`}
          onKept={() => {
            setCreated(null);
            dialog.close();
          }}
        />
      )}
    </>
  );
}

function Listed({
  all,
  onOpen,
}: {
  readonly all: readonly Token[];
  readonly onOpen: (dialog: "change" | "delete", tokenId: string) => void;
}): ReactNode {
  if (all.length === 0) {
    return (
      <Empty title="No service token yet.">
        <p className="t2">Without one the app’s backend gets no tokens.</p>
      </Empty>
    );
  }
  return (
    <LongList
      all={all}
      noun="service token"
      search="Name, or beginning of the token"
      textsOf={(token) => [token.name, beginningOf(token)]}
    >
      {(shown) => (
        <Table
          label="Service tokens"
          columns={[
            { title: "Name", width: 36 },
            { title: "Created", width: 14, from: "m" },
            { title: "Last used", width: 14 },
            { title: "Ends", width: 14 },
            { title: "Change or end it", quiet: true },
          ]}
        >
          {shown.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              onChange={() => onOpen("change", token.id)}
              onEnd={() => onOpen("delete", token.id)}
            />
          ))}
        </Table>
      )}
    </LongList>
  );
}

/** How the secret begins; an older token is told apart by its id. */
const beginningOf = ({ secret_prefix: prefix, id }: Token) => (prefix === null ? id : `${prefix}…`);

/** What it may do: by names of scopes, where it is less than usual. */
function mayOf({ scopes }: Token): string {
  if (scopes === null) return "All that a service token may";
  const isUsual =
    scopes.length === usualServiceScopes.length &&
    usualServiceScopes.every((scope) => scopes.includes(scope));
  return isUsual ? "All but users:erase" : scopes.join(" ");
}

function reachOf({ connector_ids: ids }: Token): string {
  return ids === null ? "" : `, of ${counted(ids.length, "connector")}`;
}

function TokenRow({
  token,
  onChange,
  onEnd,
}: {
  readonly token: Token;
  readonly onChange: () => void;
  readonly onEnd: () => void;
}): ReactNode {
  const { name, scopes, created_at: madeAt, expires_at: endsAt, last_used_at: usedAt } = token;
  return (
    <Row>
      <Cell className="full">
        <Name>{name}</Name>
        <span className="sub ell mono t2">{beginningOf(token)}</span>
        <span className="sub ell t2" title={(scopes ?? []).map(serviceScopeInWords).join("; ")}>
          {mayOf(token)}
          {reachOf(token)}
        </span>
      </Cell>
      <Cell from="m">
        <Time at={madeAt} />
      </Cell>
      <Cell label="Last used:">{usedAt === null ? "Never" : <Time at={usedAt} />}</Cell>
      <Cell label="Ends:">{endsAt === null ? "Never" : <Time at={endsAt} />}</Cell>
      <Cell className="num end full">
        <button type="button" className="btn s" onClick={onChange}>
          Change…<span className="vh"> {name}</span>
        </button>{" "}
        <button type="button" className="btn s danger" onClick={onEnd}>
          Delete…<span className="vh"> {name}</span>
        </button>
      </Cell>
    </Row>
  );
}

function EndDialog({
  token,
  onClose,
}: {
  readonly token: Token;
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const end = useAction({
    run: () =>
      call(
        "delete",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens/{service_token_id}",
        { path: { workspace_id: workspaceId, app_id: appId, service_token_id: token.id } },
      ),
    says: () => `The service token “${token.name}” has ended.`,
    after: onClose,
  });
  return (
    <DeleteDialog noun="service token" name={token.name} by={end} onKeep={onClose}>
      <p>
        Backends that show <code>{beginningOf(token)}</code> are refused at once. It cannot be
        brought back.
      </p>
      {token.last_used_at === null ? (
        <p>It was never used.</p>
      ) : (
        <p>
          It was last used <Time at={token.last_used_at} />.
        </p>
      )}
    </DeleteDialog>
  );
}
