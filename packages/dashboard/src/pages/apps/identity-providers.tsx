/** Whose tokens name an app's users. */
import "../../parts/without-eval.ts";
import type { ReactNode } from "react";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { markOf } from "../../parts/mark.ts";
import { Card, Empty } from "../../parts/page.tsx";
import { CheckToken } from "./check-token.tsx";
import { type App, useApp, useAppChange } from "./current-app.ts";
import { AddProviderDialog } from "./identity-provider-form.tsx";

type Provider = App["identity_providers"][number];

/** An issuer may stand there with several claims. */
const idOf = ({ issuer, user_id_claim: claim }: Provider) => markOf(`${issuer} ${claim}`);

export function IdentityProvidersPage(): ReactNode {
  const { identity_providers: providers } = useApp();
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/identity-providers");
  const marked = providers.map((provider) => ({ id: idOf(provider), provider }));
  const removing = useAbout(dialog, "remove", marked);
  return (
    <div className="narrow stack l">
      <Card
        title="Identity providers"
        side={
          <AllowedButton
            needs="workspace:write"
            className="btn s"
            onClick={() => dialog.open("add")}
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
            {marked.map(({ id, provider }) => (
              <One key={id} provider={provider} onRemove={() => dialog.open("remove", id)} />
            ))}
          </ul>
        )}
      </Card>
      <CheckToken />
      {dialog.shown === "add" ? <AddProviderDialog onClose={dialog.close} /> : null}
      {removing === undefined ? null : (
        <RemoveDialog provider={removing.provider} onClose={dialog.close} />
      )}
    </div>
  );
}

const partiesOf = ({ audience, azp = [], client_id: clientIds = [] }: Provider) =>
  [
    ["Audience (aud)", audience ?? ""],
    ["Authorized party (azp)", azp.join(", ")],
    ["Client (client_id)", clientIds.join(", ")],
  ].filter(([, value]) => value !== "");

function One({
  provider,
  onRemove,
}: {
  readonly provider: Provider;
  readonly onRemove: () => void;
}): ReactNode {
  const mayChange = useMay("workspace:write");
  const rows = [
    ...partiesOf(provider),
    ["Keys", provider.jwks_uri ?? "Found by the issuer’s discovery document"],
    ["Algorithms", provider.algorithms.join(", ")],
    ["Token types (typ)", provider.token_types?.join(", ") ?? "JWT, at+jwt, or none"],
    ["User ID", `The claim ${provider.user_id_claim}`],
  ];
  return (
    <li className="stack s">
      <div className="acts">
        <h3 className="grow mono">{provider.issuer}</h3>
        {mayChange ? (
          <button type="button" className="btn s danger" onClick={onRemove}>
            Remove…<span className="vh"> {provider.issuer}</span>
          </button>
        ) : null}
      </div>
      <dl className="kv">
        {rows.map(([name, value]) => (
          <Fact key={name} name={name ?? ""} value={value ?? ""} />
        ))}
      </dl>
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
      by={remove}
      onKeep={onClose}
    >
      <p>
        Tokens of this issuer are refused from now on. Connections of its users are kept, and theirs
        again once it is added again.
      </p>
    </ConfirmDialog>
  );
}
