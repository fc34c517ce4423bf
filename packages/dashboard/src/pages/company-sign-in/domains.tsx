/** The domains whose people sign in by the company's identity provider, and the proof that they are the company's. */
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { CopyField } from "../../parts/copy.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import type { Provider } from "./queries.ts";

type Domain = Provider["domains"][number];

export function Domains({ of: { domains } }: { readonly of: Provider }): ReactNode {
  return (
    <Card title="Domains">
      <div className="stack">
        <p className="t2">
          People sign in by it once the domain of their address is proven to be yours. Until then
          they sign in by their passwords.
        </p>
        <ul className="stack l">
          {domains.map((one) => (
            <One key={one.domain} domain={one} />
          ))}
        </ul>
      </div>
    </Card>
  );
}

const provenBy = {
  dns: "by its record in the DNS",
  server: "by who runs this server",
} as const;

function One({
  domain: { domain, proven_by: by, ...txt },
}: {
  readonly domain: Domain;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const verify = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/sign-in-provider/domains/{domain}/verify", {
        path: { workspace_id: workspaceId, domain },
      }),
    says: () => `${domain} is proven. Its people sign in by your identity provider now.`,
  });
  return (
    <li className="stack s">
      <div className="acts">
        <h3 className="grow mono breaks">{domain}</h3>
        <span className={`st ${by === null ? "wait" : "ok"}`}>
          <Icon name={by === null ? "waits" : "works"} />
          {by === null ? "Not proven yet" : "Proven"}
        </span>
      </div>
      {by === null ? (
        <>
          <p>Set this TXT record in the DNS of the domain, and have this server look for it.</p>
          <CopyField label={`Name of the record for ${domain}`} text={txt.txt_name} />
          <CopyField label={`Text of the record for ${domain}`} text={txt.txt_value} />
          <FormFailure error={verify.error} />
          <div className="acts">
            <AllowedButton
              needs="workspace:own"
              disabled={verify.isPending}
              onClick={() => verify.mutate(undefined)}
            >
              {verify.isPending ? "Looking…" : "Look for the record"}
              <span className="vh"> of {domain}</span>
            </AllowedButton>
          </div>
        </>
      ) : (
        <p className="t2">{`Proven ${provenBy[by as keyof typeof provenBy] ?? by}.`}</p>
      )}
    </li>
  );
}
