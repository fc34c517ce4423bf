/** Shows why a user's token is accepted or refused, rule by rule. What is pasted is checked, and kept nowhere. */
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { Field, FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { useApp } from "./current-app.ts";

type Checked = Schemas["CheckedUserToken"];

const rules: Readonly<Record<string, string>> = {
  form: "Form",
  issuer: "Issuer",
  algorithm: "Algorithm",
  signature: "Signature",
  lifetime: "Lifetime",
  audience: "Audience",
  type: "Type",
  party: "Client",
  user_id: "User",
};

export function CheckToken(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<string>();
  const check = useAction({
    run: (pasted: string) =>
      call("post", "/v1/workspaces/{workspace_id}/apps/{app_id}/identity-providers/check-token", {
        path: { workspace_id: workspaceId, app_id: appId },
        body: { token: pasted },
      }),
  });
  const submit = () => {
    const pasted = token.trim();
    setProblem(pasted === "" ? "This is needed." : undefined);
    if (pasted !== "") check.mutate(pasted);
  };
  return (
    <Card title="Check a token">
      <form
        className="stack s"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="A user’s token"
          hint="It is checked, and neither kept nor logged. Take one of a test user all the same."
          error={problem}
        >
          {(joins) => (
            <textarea
              {...joins}
              className="in mono"
              rows={4}
              autoComplete="off"
              spellCheck={false}
              placeholder="eyJ…"
              value={token}
              onChange={(event) => {
                setToken(event.target.value);
                setProblem(undefined);
                check.reset();
              }}
            />
          )}
        </Field>
        <div className="acts">
          <button type="submit" className="btn" disabled={check.isPending}>
            {check.isPending ? "Checking…" : "Check"}
          </button>
        </div>
        <FormFailure error={check.error} />
        {check.data === undefined ? null : <Verdict of={check.data} />}
      </form>
    </Card>
  );
}

function Verdict({ of: { accepted, user, rules: judged } }: { readonly of: Checked }): ReactNode {
  return (
    <div className="stack s" role="status">
      <p className="b">
        {accepted ? "Accepted: it names " : "Refused."}
        {user === null ? null : (
          <>
            <bdi>{user.name ?? user.email ?? user.user_id}</bdi>.
          </>
        )}
      </p>
      <ul className="steps">
        {judged.map(({ issuer, rule, ok, detail }) => (
          <li key={`${issuer} ${rule} ${detail}`}>
            <Icon name={ok ? "check" : "fails"} />
            <div>
              <span className="m">{rules[rule] ?? rule}</span>
              <span className="vh">{ok ? ": passed. " : ": failed. "}</span>
              <bdi className="t2 block breaks">{detail}</bdi>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
