/** Where an app's pages live: from there they may call the server, and browsers may be sent back there. */
import "../../parts/without-eval.ts";
import { origin as originSchema } from "@grantry/contract/app-settings";
import { type ReactNode, useRef, useState } from "react";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { markOf } from "../../parts/mark.ts";
import { Card, Empty } from "../../parts/page.tsx";
import { useIsProduction } from "../../shell/workspace.ts";
import { AppCompletion } from "./completion.tsx";
import { useApp, useAppChange } from "./current-app.ts";
import { RefusedOrigins } from "./refused-origins.tsx";

/** What most people run a page on while they write it. */
const local = ["http://localhost:5173", "http://localhost:3000"];

export function AppOriginsPage(): ReactNode {
  return (
    <div className="narrow stack l">
      <Card title="Origins">
        <div className="stack">
          <p className="t2">
            Pages of these origins may call this server for the app’s users; a page of any other is
            refused. After connecting, people are sent back only to these origins.
          </p>
          <Origins />
          <AddOrigin />
        </div>
      </Card>
      <AppCompletion />
      <RefusedOrigins />
    </div>
  );
}

function useRemoval(after?: () => void) {
  return useAppChange<string>({
    changeOf: (now, origin) => ({ origins: now.origins.filter((one) => one !== origin) }),
    says: "The origin is removed.",
    ...(after === undefined ? {} : { after }),
  });
}

/** In production a page that people use may be shut out: it is asked first there. */
function Origins(): ReactNode {
  const { origins } = useApp();
  const isProduction = useIsProduction();
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/origins");
  const marked = origins.map((origin) => ({ id: markOf(origin), origin }));
  const removing = useAbout(dialog, "remove", marked);
  const remove = useRemoval();
  return (
    <>
      {origins.length === 0 ? (
        <Empty title="No page may use the app yet.">
          <p className="t2">Add the origin of your page below.</p>
        </Empty>
      ) : (
        <ul className="lines">
          {marked.map(({ id, origin }) => (
            <OneOrigin
              key={id}
              origin={origin}
              busy={remove.isPending}
              onRemove={() => (isProduction ? dialog.open("remove", id) : remove.mutate(origin))}
            />
          ))}
        </ul>
      )}
      <FormFailure error={remove.error} />
      {removing === undefined ? null : (
        <RemoveDialog origin={removing.origin} onClose={dialog.close} />
      )}
    </>
  );
}

function OneOrigin({
  origin,
  busy,
  onRemove,
}: {
  readonly origin: string;
  readonly busy: boolean;
  readonly onRemove: () => void;
}): ReactNode {
  const mayChange = useMay("workspace:write");
  return (
    <li>
      <code>{origin}</code>
      {mayChange ? (
        <button type="button" className="btn s" disabled={busy} onClick={onRemove}>
          Remove<span className="vh"> {origin}</span>
        </button>
      ) : null}
    </li>
  );
}

function RemoveDialog({
  origin,
  onClose,
}: {
  readonly origin: string;
  readonly onClose: () => void;
}): ReactNode {
  const remove = useRemoval(onClose);
  return (
    <ConfirmDialog
      title={`Remove ${origin}?`}
      does="Remove origin"
      ends={origin}
      by={{ ...remove, mutate: () => remove.mutate(origin) }}
      onKeep={onClose}
    >
      <p>Pages of this origin are refused at once, until it is added again.</p>
    </ConfirmDialog>
  );
}

function AddOrigin(): ReactNode {
  const { origins } = useApp();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const add = useAppChange<string>({
    changeOf: (now, origin) => ({ origins: [...new Set([...now.origins, origin])] }),
    says: "The origin is added.",
    after: () => setText(""),
  });
  const submit = (given: string) => {
    const origin = given.trim();
    const wrong = origins.includes(origin)
      ? "It is in the list already."
      : originSchema.safeParse(origin).error?.issues[0]?.message;
    setProblem(wrong === undefined ? undefined : sentence(wrong));
    if (wrong === undefined) add.mutate(origin);
    else field.current?.focus();
  };
  const offered = local.filter((one) => !origins.includes(one));
  return (
    <form
      className="stack s"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(text);
      }}
    >
      <div className="addline">
        <TextField
          ref={field}
          label="Another origin"
          hint="Scheme, host and port, and nothing else. For previews https://*.preview.example.com stands for every host with one label more, below a host of your own."
          placeholder="https://daybook.example.com"
          mono
          type="url"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(undefined);
          }}
          error={problem}
        />
        <AllowedButton needs="workspace:write" type="submit" disabled={add.isPending}>
          Add origin
        </AllowedButton>
      </div>
      <FormFailure error={add.error} />
      {useMay("workspace:write") && offered.length > 0 ? (
        <div className="acts">
          <span className="hint">While you develop:</span>
          {offered.map((one) => (
            <button key={one} type="button" className="btn s" onClick={() => submit(one)}>
              {`Add ${one}`}
            </button>
          ))}
        </div>
      ) : null}
    </form>
  );
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
