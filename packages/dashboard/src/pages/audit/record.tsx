/** One record: a sentence, which opens with its details. Which one is open stands in the address. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CopyButton } from "../../parts/copy.tsx";
import { Unfolding } from "../../parts/unfolding.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type AuditRecord, deedOf, doerOf } from "../../words/audit.ts";
import { route } from "./filters.tsx";

export function Record({
  record,
  nameOf,
}: {
  readonly record: AuditRecord;
  readonly nameOf: (id: string) => string | undefined;
}): ReactNode {
  const isOpen = route.useSearch().record === record.id;
  const navigate = route.useNavigate();
  const { at, actor } = record;
  const turn = () =>
    void navigate({
      search: ({ record: _, ...before }) => (isOpen ? before : { ...before, record: record.id }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Unfolding
      isOpen={isOpen}
      onTurn={turn}
      at={at}
      line={
        <span className="grow">
          <bdi className="b">{doerOf(actor)}</bdi>{" "}
          <bdi title={record.target.id}>{deedOf(record, nameOf)}</bdi>
        </span>
      }
    >
      <Details record={record} nameOf={nameOf} />
    </Unfolding>
  );
}

function Details({
  record,
  nameOf,
}: {
  readonly record: AuditRecord;
  readonly nameOf: (id: string) => string | undefined;
}): ReactNode {
  const { id, at, actor, action, target, details } = record;
  const facts: readonly (readonly [string, string, (string | undefined)?])[] = [
    ["Action", action],
    [target.kind, target.id, target.label ?? nameOf(target.id)],
    // The server is who it is: it has no other id.
    ...(actor.kind === "server" ? [] : [[actor.kind, actor.id, actor.label] as const]),
    ["Time", at],
    ["Record", id],
    ...Object.entries(details),
  ];
  return (
    <div className="det stack s">
      <dl className="kv">
        {facts.map(([name, value, called]) => (
          <Fact key={name} name={name} value={value} called={called} />
        ))}
      </dl>
      <div className="acts">
        <Only name="actor" value={actor.id} text={`Only by ${nameOf(actor.id) ?? actor.label}`} />
        <Only name="action" value={action} text="Only this action" />
        <Only name="target" value={target.id} text="Only this object" />
        {target.kind === "connection" ? <ConnectionLink id={target.id} /> : null}
        <CopyButton
          text={JSON.stringify(record, null, 2)}
          what="the record"
          says="Copy as JSON"
          small
        />
      </div>
    </div>
  );
}

/** Narrows the list to what this record has. */
function Only({
  name,
  value,
  text,
}: {
  readonly name: "actor" | "action" | "target";
  readonly value: string;
  readonly text: string;
}): ReactNode {
  const { [name]: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  if (chosen === value) return null;
  return (
    <button
      type="button"
      className="btn s"
      onClick={() =>
        void navigate({ search: (before) => ({ ...before, [name]: value }), resetScroll: false })
      }
    >
      <bdi className="ell">{text}</bdi>
    </button>
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** By its name where it has one, with the id small beside it. */
function Fact({
  name,
  value,
  called,
}: {
  readonly name: string;
  readonly value: string;
  readonly called: string | undefined;
}): ReactNode {
  return (
    <>
      <dt>{sentence(name.replaceAll("_", " "))}</dt>
      <dd className={called === undefined ? "mono" : ""}>
        {called === undefined ? null : <bdi>{called} </bdi>}
        <bdi className={called === undefined ? "" : "mono small t2"}>{value}</bdi>
      </dd>
    </>
  );
}

function ConnectionLink({ id: connectionId }: { readonly id: string }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <Link
      className="btn s"
      to="/workspaces/$workspaceId/connections/$connectionId"
      params={{ workspaceId, connectionId }}
    >
      Show the connection
    </Link>
  );
}
