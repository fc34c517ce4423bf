/** What is allowed of one service: two switches, and its scopes. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { wordsOf } from "../../api/failures.ts";
import { policyPreview } from "../../api/queries.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Consequences } from "../../parts/consequences.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Switch } from "../../parts/switch.tsx";
import { Cell, Row } from "../../parts/table.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { type OfService, usePolicyChange } from "./policy-change.ts";
import { ScopesDialog } from "./scopes-dialog.tsx";

type Policy = Schemas["Policy"];
type Change = Schemas["UpdatePolicyRequest"];

const switches = {
  user_connections: { dialog: "stop_user", label: (name: string) => `People may connect ${name}` },
  shared_connections: {
    dialog: "stop_shared",
    label: (name: string) => `Apps may share an account of ${name}`,
  },
} as const;
type Kind = keyof typeof switches;
const kinds = ["user_connections", "shared_connections"] as const satisfies readonly Kind[];

export function PolicyRow({ policy, type }: OfService): ReactNode {
  const dialog = useDialog("/workspaces/$workspaceId/allowed-access");
  const { open, close } = dialog;
  const change = usePolicyChange(policy);
  const name = type?.name ?? policy.type;
  const shown = dialog.about === policy.type ? dialog.shown : undefined;
  const stopped = kinds.find((kind) => switches[kind].dialog === shown && policy[kind] !== "off");
  const scopes = policy.allowed_scopes;
  return (
    <Row>
      <Cell className="full">
        <div className="who">
          <ProviderLogo type={policy.type} name={name} />
          <div>
            <span className="ell m">{name}</span>
            <span className="sub ell mono t2">{policy.type}</span>
            {change.error === null ? null : (
              <p className="err" role="alert">
                <Icon name="fails" />
                <span>{`It stays as it was. ${wordsOf(change.error)}`}</span>
              </p>
            )}
          </div>
        </div>
      </Cell>
      {kinds.map((kind) => (
        <Cell key={kind} label={kind === "user_connections" ? "People" : "Apps"}>
          <PolicySwitch
            policy={policy}
            kind={kind}
            name={name}
            change={change}
            onAsk={() => open(switches[kind].dialog, policy.type)}
          />
        </Cell>
      ))}
      <Cell label="Scopes">
        <div className="beside">
          <span>{scopes === null ? "All" : `${counted(scopes.length, "scope")} allowed`}</span>
          <AllowedButton
            needs="workspace:write"
            className="btn s"
            onClick={() => open("scopes", policy.type)}
            aria-label={`Change the scopes of ${name}`}
          >
            Change
          </AllowedButton>
        </div>
        {stopped === undefined ? null : (
          <StopDialog
            policy={policy}
            type={type}
            change={{ [stopped]: "off" }}
            onDo={() => {
              change.mutate({ [stopped]: "off" });
              close();
            }}
            onKeep={close}
          />
        )}
        {shown === "scopes" ? <ScopesDialog policy={policy} type={type} onClose={close} /> : null}
      </Cell>
    </Row>
  );
}

/** What is switched shows at once, and goes back where it fails. What stops connections is asked first. */
function PolicySwitch({
  policy,
  kind,
  name,
  change,
  onAsk,
}: {
  readonly policy: Policy;
  readonly kind: Kind;
  readonly name: string;
  readonly change: ReturnType<typeof usePolicyChange>;
  readonly onAsk: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const isAllowed = useMay("workspace:write");
  const pending = change.isPending ? change.variables[kind] : undefined;
  const switchTo = async (on: boolean) => {
    if (on) return change.mutate({ [kind]: "allowed" });
    const preview = policyPreview(workspaceId, policy.type, { [kind]: "off" });
    // Where it cannot be counted the dialog says so.
    const impact = await queries.fetchQuery(preview).catch(() => null);
    if (impact?.connections === 0 && !impact.at_least) change.mutate({ [kind]: "off" });
    else onAsk();
  };
  return (
    <Switch
      label={switches[kind].label(name)}
      on={(pending ?? policy[kind]) === "allowed"}
      disabled={!isAllowed}
      onSwitch={(on) => void switchTo(on)}
    />
  );
}

function StopDialog({
  policy,
  type,
  change,
  onDo,
  onKeep,
}: OfService & {
  readonly change: Change;
  readonly onDo: () => void;
  readonly onKeep: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data, error } = useQuery(policyPreview(workspaceId, policy.type, change));
  const name = type?.name ?? policy.type;
  return (
    <ConfirmDialog
      title={`Switch off ${name}?`}
      does="Switch it off"
      ends={name}
      by={{ error, isPending: false, mutate: onDo }}
      onKeep={onKeep}
    >
      <Consequences impact={data} provider={type?.provider.name ?? name} />
      <p>No new ones can be made. Switched on again, all of them work as before.</p>
    </ConfirmDialog>
  );
}
