/** Whose tokens name an app's users. */
import "../../parts/without-eval.ts";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Card, Empty } from "../../parts/page.tsx";
import { CheckToken } from "./check-token.tsx";
import { type App, useApp, useAppChange } from "./current-app.ts";
import { AddProviderDialog } from "./identity-provider-form.tsx";

type Provider = App["identity_providers"][number];

const route = getRouteApi("/workspaces/$workspaceId/apps/$appId/identity-providers");

export function IdentityProvidersPage(): ReactNode {
  const { identity_providers: providers } = useApp();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="narrow stack l">
      <Card
        title="Identity providers"
        side={
          <AllowedButton
            needs="workspace:write"
            className="btn s"
            onClick={() => void navigate({ search: { dialog: "add" } })}
          >
            Add an identity provider
          </AllowedButton>
        }
      >
        {providers.length === 0 ? (
          <Empty title="The app’s backend says who its users are.">
            <p className="t2">
              It makes a token for each user, with a service token. Where your users sign in at an
              identity provider whose tokens are JWTs, add it: then their own tokens do.
            </p>
          </Empty>
        ) : (
          <ul className="stack">
            {providers.map((one) => (
              <One key={`${one.issuer} ${one.user_id_claim}`} provider={one} />
            ))}
          </ul>
        )}
      </Card>
      <CheckToken />
      {dialog === "add" ? (
        <AddProviderDialog onClose={() => void navigate({ search: {}, replace: true })} />
      ) : null}
    </div>
  );
}

const partiesOf = ({ audience, azp = [], client_id: clientIds = [] }: Provider) =>
  [
    ["Audience (aud)", audience ?? ""],
    ["Authorized party (azp)", azp.join(", ")],
    ["Client (client_id)", clientIds.join(", ")],
  ].filter(([, value]) => value !== "");

function One({ provider }: { readonly provider: Provider }): ReactNode {
  const mayChange = useMay("workspace:write");
  const [removing, setRemoving] = useState(false);
  const rows = [
    ...partiesOf(provider),
    ["Keys", provider.jwks_uri ?? "Found by the issuer’s discovery document"],
    ["Algorithms", provider.algorithms.join(", ")],
    ["User ID", `The claim ${provider.user_id_claim}`],
  ];
  return (
    <li className="stack s">
      <div className="acts">
        <h3 className="grow mono">{provider.issuer}</h3>
        {mayChange ? (
          <button type="button" className="btn s danger" onClick={() => setRemoving(true)}>
            Remove…<span className="vh"> {provider.issuer}</span>
          </button>
        ) : null}
      </div>
      <dl className="kv">
        {rows.map(([name, value]) => (
          <Fact key={name} name={name ?? ""} value={value ?? ""} />
        ))}
      </dl>
      {removing ? <RemoveDialog provider={provider} onClose={() => setRemoving(false)} /> : null}
    </li>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  );
}

function RemoveDialog({
  provider: { issuer, user_id_claim: claim },
  onClose,
}: {
  readonly provider: Provider;
  readonly onClose: () => void;
}): ReactNode {
  const remove = useAppChange<void>({
    changeOf: (now) => ({
      identity_providers: now.identity_providers.filter(
        (one) => one.issuer !== issuer || one.user_id_claim !== claim,
      ) as never,
    }),
    says: "The identity provider is removed.",
    after: onClose,
  });
  return (
    <ConfirmDialog
      title={`Remove ${issuer}?`}
      does="Remove identity provider"
      ends={issuer}
      failure={remove.error}
      busy={remove.isPending}
      onDo={() => remove.mutate()}
      onKeep={onClose}
    >
      <p>
        Tokens of this issuer are refused from now on. Connections of its users are kept, and theirs
        again once it is added again.
      </p>
    </ConfirmDialog>
  );
}
