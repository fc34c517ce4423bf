/** The keys that seal the workspace's tokens and secrets, and how far a new one is. */
import "../../parts/without-eval.ts";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { allOf, call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton, useNeeds } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon, type IconName } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { operationState } from "../../words/operation.ts";
import { barOf, goesOn, progressOf } from "../../words/operation-progress.ts";
import { beginning, counted, countedTo } from "../../words/plural.ts";

type Key = Schemas["EncryptionKey"];

/** How often a change that goes on is looked at, in milliseconds. */
const everyMs = 1_000;
/** Among so many operations the last change is looked for. */
const lookedAt = 50;

/** `change`: read anew where it is another. */
const keysQuery = (workspaceId: string, change: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "encryption-keys", change],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/encryption-keys", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

/** The last change of keys of those that are kept; null where there is none. */
const lastChangeQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "operations", "encryption-keys"],
    queryFn: async ({ signal }) => {
      const { data } = await call("get", "/v1/workspaces/{workspace_id}/operations", {
        path: { workspace_id: workspaceId },
        query: { limit: lookedAt },
        signal,
      });
      return data.find(({ kind }) => kind === "rotate_encryption_key") ?? null;
    },
    refetchInterval: ({ state: { data } }) => (data && goesOn(data) ? everyMs : false),
  });

export function EncryptionPage(): ReactNode {
  const needs = useNeeds("workspace:own");
  return (
    <>
      <PageHead
        title="Encryption"
        says="The tokens and client secrets of this workspace are sealed with a key that no other workspace has."
      />
      {needs === null ? (
        <Keys />
      ) : (
        <Card title="Keys">
          <p className="note info">{needs}</p>
        </Card>
      )}
    </>
  );
}

function Keys(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const last = useQuery(lastChangeQuery(workspaceId));
  const isRunning = last.data != null && goesOn(last.data);
  const keys = useQuery({
    ...keysQuery(workspaceId, `${last.data?.id} ${last.data?.status}`),
    placeholderData: keepPreviousData,
    refetchInterval: isRunning ? 2 * everyMs : false,
  });
  return (
    <div className="stack l">
      {last.data == null ? null : <LastChange operation={last.data} />}
      <section className="card" aria-label="Keys">
        <header>
          <h2>Keys</h2>
        </header>
        <Loaded query={keys} what="the keys">
          {(all) => <Listed all={all} />}
        </Loaded>
      </section>
      <NewKey isRunning={isRunning} />
    </div>
  );
}

function LastChange({ operation }: { readonly operation: Schemas["Operation"] }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { tone } = operationState(operation);
  const isRunning = goesOn(operation);
  const { failed } = operation.progress;
  const bar = barOf(operation);
  return (
    <section className={`say ${tone}`} aria-label="The last new key">
      <p className="lead" role="status">
        {isRunning
          ? `A new key is being put to use: ${progressOf(operation)} values sealed with it`
          : operation.status === "canceled"
            ? "The last replacement of the key was stopped before it was finished"
            : `Sealed with the last new key: ${progressOf(operation)} values`}
        {failed === 0 ? "" : `; ${counted(failed, "value")} could not be opened`}
      </p>
      {isRunning && bar !== null ? (
        <progress max={bar.max} value={bar.value} aria-label="Progress" />
      ) : null}
      <p>
        {isRunning ? "It continues in the background, even if you close this page. " : ""}
        Begun by <bdi>{operation.created_by.label}</bdi> on <Time at={operation.created_at} on />.{" "}
        <Link
          to="/workspaces/$workspaceId/operations/$operationId"
          params={{ workspaceId, operationId: operation.id ?? "" }}
        >
          {isRunning ? "Follow or stop it" : "Show the operation"}
        </Link>
      </p>
    </section>
  );
}

interface StateWords {
  readonly word: string;
  readonly tone: string;
  readonly icon: IconName;
  readonly means: string;
}

const states: Readonly<Record<string, StateWords>> = {
  staged: {
    word: "Coming",
    tone: "soon",
    icon: "clock",
    means: "Used once every process of the server knows it",
  },
  primary: { word: "In use", tone: "ok", icon: "works", means: "Seals what is new" },
  deprecated: {
    word: "Replaced",
    tone: "off",
    icon: "struck",
    means: "Opens what it has sealed, and seals nothing new",
  },
};

function Listed({ all }: { readonly all: readonly Key[] }): ReactNode {
  return (
    <Table
      label="Keys"
      columns={[
        { title: "State", width: 36 },
        { title: "Seals", width: 20 },
        { title: "Made", width: 16 },
        { title: "Key" },
      ]}
    >
      {all.map(({ id, state, sealed, created_at: madeAt }) => {
        const words = states[state];
        return (
          <Row key={id}>
            <Cell className="full">
              <span className={`st ${words?.tone ?? "off"}`}>
                {words === undefined ? null : <Icon name={words.icon} />}
                {words?.word ?? state}
              </span>
              <span className="sub t2">{words?.means ?? ""}</span>
            </Cell>
            <Cell label="Seals:">
              {beginning(countedTo({ count: sealed.count, atLeast: sealed.at_least }, "value"))}
            </Cell>
            <Cell label="Made:">
              <Time at={madeAt} />
            </Cell>
            <Cell className="full">
              <code className="anywhere">{id}</code>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function NewKey({ isRunning }: { readonly isRunning: boolean }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const rotate = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/encryption-keys/rotate", {
        path: { workspace_id: workspaceId },
      }),
    says: () => "A new key is being put to use.",
  });
  return (
    <Card title="A new key">
      <div className="stack">
        <p>
          The server makes a key, uses it once all of its processes know it, and then seals
          everything anew that another key sealed. Tokens are given out all the while, and nobody
          has to connect again.
        </p>
        <ul>
          <li>
            It changes no token at any provider: who has copied one keeps it until it ends or its
            connection is disconnected.
          </li>
          <li>
            The replaced key opens backups from before. Whoever runs the server destroys it, by{" "}
            <code>grantry keys retire</code>, once it seals nothing any more. A workspace has at
            most ten keys.
          </li>
          <li>
            The root key, which protects all workspaces’ keys, is changed by whoever runs the
            server.
          </li>
        </ul>
        <FormFailure error={rotate.error} />
        <div className="acts">
          <AllowedButton
            needs="workspace:own"
            className="btn pri"
            disabled={isRunning || rotate.isPending}
            onClick={() => rotate.mutate(undefined)}
          >
            Replace the key
          </AllowedButton>
        </div>
      </div>
    </Card>
  );
}
