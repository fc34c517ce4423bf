/** One record: a sentence, which opens with its details. Which one is open stands in the address. */
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import type { Schemas } from "../../api/client.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Unfolding } from "../../parts/unfolding.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { deedOf, doerOf } from "../../words/audit.ts";
import { numberOf } from "../../words/figures.ts";
import { route } from "./filters.tsx";

type AuditRecord = Schemas["AuditRecord"];

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
  const { id, at, actor, action, target, details, result } = record;
  const facts: readonly (readonly [string, string, (string | undefined)?])[] = [
    ["Action", action],
    [target.kind, target.id, target.label ?? nameOf(target.id)],
    // The server is who it is: it has no other id.
    ...(actor.kind === "server" ? [] : [[actor.kind, actor.id, actor.label] as const]),
    ["Time", at],
    ...(result === "ok" ? [] : [["Result", result] as const]),
    ...(record.address === null ? [] : [["From", record.address] as const]),
    ...(record.request_id === null ? [] : [["Request", record.request_id] as const]),
    ["Record", id],
    ...chainFacts(record),
    ...Object.entries(details),
  ];
  const shown = useRef<HTMLDivElement>(null);
  // A link may have opened it, far down the list.
  useEffect(() => {
    // What browsers answer, a promise since lately, is no way to undo it.
    shown.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div className="det stack s" ref={shown}>
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

/** Its place in the chain; it has none for a moment. */
function chainFacts({ number, hash }: AuditRecord): (readonly [string, string])[] {
  if (number === null || hash === null) return [["Number", "not part of the chain yet"]];
  return [
    ["Number", numberOf(number)],
    ["Hash", hash],
  ];
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
