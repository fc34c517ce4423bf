/** What needs somebody, the most urgent first: a sentence each, what can be done, and Ignore. */

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { FirstFew } from "../../parts/long-list.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import {
  type Attention,
  type AttentionWords,
  attentionMax,
  attentionWords,
} from "../../words/attention.ts";

export function AttentionCard({ entries }: { readonly entries: readonly Attention[] }): ReactNode {
  return (
    <Card
      title="Needs attention"
      side={
        <span className="t2 small">
          {entries.length < attentionMax ? "Most urgent first" : `The ${attentionMax} most urgent`}
        </span>
      }
      flush
    >
      <FirstFew all={entries} first={10} noun="thing">
        {(shown) => (
          <ul className="att">
            {shown.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </FirstFew>
    </Card>
  );
}

function Entry({ entry }: { readonly entry: Attention }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const words = attentionWords(entry, workspaceId);
  const ignore = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/attention/{attention_id}/ignore", {
        path: { workspace_id: workspaceId, attention_id: entry.id },
      }),
    says: () => "Ignored for a week.",
  });
  if (words === null) return null;
  const sentence = `${words.before}${words.name}${words.after}`;
  return (
    <li>
      <span className={`c-${words.tone}`}>
        <Icon name={words.icon} />
      </span>
      <div>
        <p className="m">
          <Sentence words={words} entry={entry} />
        </p>
        {words.more === "" ? null : <p className="t2 small">{words.more}</p>}
        <FormFailure error={ignore.error} />
      </div>
      <span className="acts">
        {words.act === null ? null : (
          <Link
            className={entry.severity === "failing" ? "btn pri s" : "btn s"}
            {...words.act.link}
          >
            {words.act.text}
          </Link>
        )}
        <AllowedButton
          needs="apps:write"
          className="btn quiet s"
          disabled={ignore.isPending}
          onClick={() => ignore.mutate(undefined)}
        >
          Ignore<span className="vh">{`: ${sentence}`}</span>
        </AllowedButton>
      </span>
    </li>
  );
}

/** The name leads to the connector, where it is one. */
function Sentence({
  words: { before, name, after },
  entry: { connector },
}: {
  readonly words: AttentionWords;
  readonly entry: Attention;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const isConnector = connector !== null && connector.name === name;
  return (
    <>
      {before}
      {isConnector ? (
        <Link
          to="/workspaces/$workspaceId/connectors/$connectorId"
          params={{ workspaceId, connectorId: connector.id }}
        >
          <bdi>{name}</bdi>
        </Link>
      ) : (
        <bdi>{name}</bdi>
      )}
      {after}
    </>
  );
}
