/** The workspace's keys: by which programs act in it, within role and scopes of each. */
import { LongList } from "../../parts/long-list.tsx";
import "../../parts/without-eval.ts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { workspaceKeysQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { type AddressDialog, useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useNeeds } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { atBeginning } from "../../words/audit.ts";
import { scopeInWords } from "../../words/scopes.ts";
import { CreateWorkspaceKeyDialog } from "./key-form.tsx";

type Key = Schemas["WorkspaceKey"];

type Dialog = AddressDialog<"create" | "revoke">;

export function KeysPage(): ReactNode {
  const needs = useNeeds("workspace:write");
  const dialog = useDialog("/workspaces/$workspaceId/keys");
  const [created, setCreated] = useState<Schemas["CreatedWorkspaceKey"] | null>(null);
  return (
    <>
      <PageHead
        title="Keys"
        says="A program that has one of these keys acts in this workspace, no matter who created it: deployments, scripts, the command line in CI."
      >
        <AllowedButton
          needs="workspace:write"
          className="btn pri"
          onClick={() => dialog.open("create")}
        >
          <Icon name="plus" />
          Create a key
        </AllowedButton>
      </PageHead>
      {needs === null ? <Keys dialog={dialog} /> : null}
      {dialog.shown === "create" && created === null ? (
        <CreateWorkspaceKeyDialog onClose={dialog.close} onCreated={setCreated} />
      ) : null}
      {created === null ? null : (
        <SecretOnce
          title={`Keep the key “${created.name}”`}
          label="Workspace key"
          secret={created.secret}
          line={`GRANTRY_API_KEY=${created.secret}`}
          onKept={() => {
            setCreated(null);
            dialog.close();
          }}
        />
      )}
    </>
  );
}

function Keys({ dialog }: { readonly dialog: Dialog }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const query = useQuery(workspaceKeysQuery(workspaceId));
  const ending = useAbout(dialog, "revoke", query.data ?? []);
  return (
    <>
      <Loaded query={query} what="the keys">
        {(all) => <Listed all={all} onEnd={({ id }) => dialog.open("revoke", id)} />}
      </Loaded>
      {ending === undefined ? null : <EndDialog ending={ending} onClose={dialog.close} />}
    </>
  );
}

function Listed({
  all,
  onEnd,
}: {
  readonly all: readonly Key[];
  readonly onEnd: (key: Key) => void;
}): ReactNode {
  if (all.length === 0) {
    return (
      <section className="card">
        <Empty title="The workspace has no key.">
          <p className="t2">A deployment or a script needs one to act here without a person.</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className="card" aria-label="Keys">
      <LongList
        all={all}
        noun="key"
        search="Name, beginning of the key, or who made it"
        textsOf={(key) => [key.name, beginningOf(key), key.created_by ?? ""]}
      >
        {(shown) => (
          <Table
            label="Keys"
            columns={[
              { title: "Key", width: 32 },
              { title: "Role", width: 10 },
              { title: "Made by", width: 18, from: "m" },
              { title: "Last used", width: 14 },
              { title: "Ends", width: 14 },
              { title: "End it", quiet: true },
            ]}
          >
            {shown.map((key) => (
              <KeyRow key={key.id} shown={key} onEnd={() => onEnd(key)} />
            ))}
          </Table>
        )}
      </LongList>
    </section>
  );
}

/** How the secret begins; an older key is told apart by its id. */
const beginningOf = ({ secret_prefix: prefix, id }: Key) => (prefix === null ? id : `${prefix}…`);

function KeyRow({ shown, onEnd }: { readonly shown: Key; readonly onEnd: () => void }): ReactNode {
  const { name, role, scopes, created_at: madeAt, created_by: madeBy } = shown;
  const { expires_at: endsAt, last_used_at: usedAt } = shown;
  return (
    <Row>
      <Cell className="full">
        <Name>{name}</Name>
        <span className="sub ell t2">
          <code>{beginningOf(shown)}</code>
        </span>
        <span className="sub ell t2" title={(scopes ?? []).map(scopeInWords).join("; ")}>
          {scopes === null ? "All that its role may do" : scopes.join(" ")}
        </span>
      </Cell>
      <Cell label="Role:">{role}</Cell>
      <Cell from="m">
        <Name>{atBeginning(madeBy ?? "Unknown")}</Name>
        <span className="sub">
          <Time at={madeAt} />
        </span>
      </Cell>
      <Cell label="Last used:">{usedAt === null ? "Never" : <Time at={usedAt} />}</Cell>
      <Cell label="Ends:">{endsAt === null ? "Never" : <Time at={endsAt} />}</Cell>
      <Cell className="num end full">
        <button type="button" className="btn s danger" onClick={onEnd}>
          Revoke…<span className="vh"> {`${name}, ${beginningOf(shown)}`}</span>
        </button>
      </Cell>
    </Row>
  );
}

function EndDialog({
  ending,
  onClose,
}: {
  readonly ending: Key;
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const end = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/keys/{key_id}", {
        path: { workspace_id: workspaceId, key_id: ending.id },
      }),
    says: () => `The key “${ending.name}” has ended.`,
    after: onClose,
  });
  return (
    <ConfirmDialog
      title={`Revoke the key “${ending.name}”?`}
      does="Revoke key"
      ends={ending.name}
      by={end}
      onKeep={onClose}
    >
      <p>
        Programs that show <code>{beginningOf(ending)}</code> are refused at once. It cannot be
        brought back; a new one can be made.
      </p>
      {ending.last_used_at === null ? (
        <p>It was never used.</p>
      ) : (
        <p>
          It was last used <Time at={ending.last_used_at} />.
        </p>
      )}
    </ConfirmDialog>
  );
}
