/** Personal keys: by which programs act as the person, within the scopes of each. */
import { LongList } from "../../parts/long-list.tsx";
import "../../parts/without-eval.ts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { personalKeysQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { scopeInWords } from "../../words/scopes.ts";
import { CreateKeyDialog } from "./key-form.tsx";

type Key = Schemas["PersonalKey"];

export function OwnKeysPage(): ReactNode {
  const dialog = useDialog("/account/keys");
  const [created, setCreated] = useState<Schemas["CreatedPersonalKey"] | null>(null);
  const query = useQuery(personalKeysQuery);
  const ending = useAbout(dialog, "revoke", query.data ?? []);
  return (
    <>
      <PageHead
        title="Personal keys"
        says="A program that has one of these keys acts as you in all your workspaces, within the scopes of the key."
      >
        <button type="button" className="btn pri" onClick={() => dialog.open("create")}>
          <Icon name="plus" />
          Create a key
        </button>
      </PageHead>
      <Loaded query={query} what="your keys">
        {(all) => <Keys all={all} onEnd={({ id }) => dialog.open("revoke", id)} />}
      </Loaded>
      {ending === undefined ? null : <EndDialog ending={ending} onClose={dialog.close} />}
      {dialog.shown === "create" && created === null ? (
        <CreateKeyDialog onClose={dialog.close} onCreated={setCreated} />
      ) : null}
      {created === null ? null : (
        <SecretOnce
          title={`Keep the key “${created.name}”`}
          label="Personal key"
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

function Keys({
  all,
  onEnd,
}: {
  readonly all: readonly Key[];
  readonly onEnd: (key: Key) => void;
}): ReactNode {
  if (all.length === 0) {
    return (
      <section className="card">
        <Empty title="You have no personal key.">
          <p className="t2">A script or another tool needs one to act as you.</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className="card" aria-label="Personal keys">
      <LongList
        all={all}
        noun="key"
        search="Name, or beginning of the key"
        textsOf={(key) => [key.name, beginningOf(key)]}
      >
        {(shown) => (
          <Table
            label="Personal keys"
            columns={[
              { title: "Key", width: 36 },
              { title: "Made", width: 16, from: "m" },
              { title: "Last used", width: 18 },
              { title: "Ends", width: 16 },
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
  const { name, scopes, created_at: madeAt, expires_at: endsAt, last_used_at: usedAt } = shown;
  return (
    <Row>
      <Cell className="full">
        <Name>{name}</Name>
        <span className="sub ell t2">
          <code>{beginningOf(shown)}</code>
        </span>
        <span className="sub ell t2" title={(scopes ?? []).map(scopeInWords).join("; ")}>
          {(scopes ?? []).join(" ")}
        </span>
      </Cell>
      <Cell from="m">
        <Time at={madeAt} />
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
  const end = useAction({
    run: () => call("delete", "/v1/me/keys/{key_id}", { path: { key_id: ending.id } }),
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
    </ConfirmDialog>
  );
}
