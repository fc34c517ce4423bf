/** A connector's OAuth client: what is known of it, who else uses it, and whether the provider accepts it. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { oauthClientsQuery } from "../../api/queries.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { CopyButton } from "../../parts/copy.tsx";
import { FirstFew } from "../../parts/long-list.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { CheckOutcome, SecretActs, useCheck } from "./client-dialogs.tsx";
import { type Shown, useConnectorDialog } from "./connector-address.ts";
import { UseLink } from "./use-link.tsx";

export function ClientCard({ connector }: Pick<Shown, "connector">): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { open } = useConnectorDialog();
  const { data: clients } = useQuery(oauthClientsQuery(workspaceId));
  const client = clients?.find(({ id }) => id === connector.oauth_client.id);
  const check = useCheck(connector.oauth_client.id);
  const replaced = client?.secret_replaced_at ?? null;
  const others = client?.connectors.filter(({ id }) => id !== connector.id) ?? [];
  return (
    <Card
      title="OAuth client"
      foot={
        <>
          <SecretActs check={check} onReplace={() => open("secret")} />
          <AllowedButton needs="workspace:write" className="btn s" onClick={() => open("client")}>
            Change
          </AllowedButton>
          <CopyButton text={connector.redirect_uri} what="" says="Copy redirect URI" small />
        </>
      }
    >
      <div className="stack">
        <dl className="kv tight">
          <dt>Client ID</dt>
          <dd className="mono">
            <Link
              to="/workspaces/$workspaceId/oauth-clients/$oauthClientId"
              params={{ workspaceId, oauthClientId: connector.oauth_client.id }}
            >
              {connector.oauth_client.client_id}
            </Link>
          </dd>
          <dt>Secret</dt>
          <dd>
            {replaced === null ? (
              "Stored, and never shown"
            ) : (
              <>
                Replaced on <Time at={replaced} on />
              </>
            )}
          </dd>
          {client?.previous_secret === true ? (
            <>
              <dt>Old secret</dt>
              <dd>
                Still works, until you forget it.{" "}
                <AllowedButton
                  needs="workspace:write"
                  className="btn s"
                  onClick={() => open("forget")}
                >
                  Forget it
                </AllowedButton>
              </dd>
            </>
          ) : null}
          {others.length === 0 ? null : (
            <>
              <dt>Shared with</dt>
              <dd className="uses">
                <FirstFew all={others} first={5} noun="connector">
                  {(shown) => shown.map((one) => <UseLink key={one.id} of={one} />)}
                </FirstFew>
              </dd>
            </>
          )}
          <dt className="span">Redirect URI</dt>
          <dd className="mono span">{connector.redirect_uri}</dd>
        </dl>
        <CheckOutcome of={check} />
      </div>
    </Card>
  );
}
