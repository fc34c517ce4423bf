/** Identity providers that tell when somebody is gone, and what ends then: an app's users' connections, or people's sign-ins. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { appsQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { CopyField } from "../../parts/copy.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, Empty } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type SignalStream, signalStreamsQuery } from "./queries.ts";
import { SignalStreamDialog } from "./signal-stream-form.tsx";

export function Signals(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const dialog = useDialog("/workspaces/$workspaceId/company-sign-in");
  const query = useQuery(signalStreamsQuery(workspaceId));
  const changing = useAbout(dialog, "change-stream", query.data ?? []);
  const deleting = useAbout(dialog, "delete-stream", query.data ?? []);
  return (
    <Card title="Signals">
      <div className="stack">
        <p className="t2">
          An identity provider that sends signals (OpenID Shared Signals) tells at once when
          somebody’s account is disabled or their sessions are revoked. What they have here ends
          then, too. Each stream has an address of its own.
        </p>
        <Loaded query={query} what="the signal streams">
          {(all) =>
            all.length === 0 ? (
              <Empty title="No signals are taken yet.">
                <p className="t2">Add a stream, and give its address to the provider.</p>
              </Empty>
            ) : (
              <ul className="stack l">
                {all.map((one) => (
                  <Stream
                    key={one.id}
                    stream={one}
                    onChange={() => dialog.open("change-stream", one.id)}
                    onDelete={() => dialog.open("delete-stream", one.id)}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
        <div className="acts">
          <AllowedButton needs="workspace:own" onClick={() => dialog.open("stream")}>
            <Icon name="plus" />
            Add a stream…
          </AllowedButton>
        </div>
      </div>
      {dialog.shown === "stream" ? (
        <SignalStreamDialog stream={null} onClose={dialog.close} />
      ) : null}
      {changing === undefined ? null : (
        <SignalStreamDialog key={changing.id} stream={changing} onClose={dialog.close} />
      )}
      {deleting === undefined ? null : <DeleteDialog stream={deleting} onClose={dialog.close} />}
    </Card>
  );
}

const outcomes: Readonly<Record<string, string>> = {
  acted: "was carried out",
  nobody: "was about somebody who is not known here",
  noted: "asked for nothing",
};

function Stream({
  stream,
  onChange,
  onDelete,
}: {
  readonly stream: SignalStream;
  readonly onChange: () => void;
  readonly onDelete: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { issuer, audience, app_id: appId, action, last_signal: last } = stream;
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const app = apps.find(({ id }) => id === appId)?.name ?? appId;
  return (
    <li className="stack s">
      <h3 className="mono breaks">{issuer}</h3>
      <p>
        {appId === null ? (
          "Signs out people of the company sign-in."
        ) : (
          <>
            {action === "freeze" ? "Freezes" : "Disconnects"} the connections of users of{" "}
            <bdi>{app}</bdi>.
          </>
        )}
      </p>
      <p className="t2 breaks">
        For the audience <bdi className="mono">{audience}</bdi>
      </p>
      <CopyField label={`Address for ${issuer}`} text={stream.receiver_url} />
      <p className="t2">
        {last === null ? (
          "No signal has come yet: have the provider send a verification."
        ) : (
          <>
            The last signal, <span className="mono">{last.event}</span>, came <Time at={last.at} />{" "}
            and {outcomes[last.outcome] ?? last.outcome}.
          </>
        )}
      </p>
      <div className="acts">
        <AllowedButton needs="workspace:own" className="btn s" onClick={onChange}>
          Change…<span className="vh"> the stream of {issuer}</span>
        </AllowedButton>
        <AllowedButton needs="workspace:own" className="btn s danger" onClick={onDelete}>
          Delete…<span className="vh"> the stream of {issuer}</span>
        </AllowedButton>
      </div>
    </li>
  );
}

function DeleteDialog({
  stream,
  onClose,
}: {
  readonly stream: SignalStream;
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const remove = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/signal-streams/{signal_stream_id}", {
        path: { workspace_id: workspaceId, signal_stream_id: stream.id },
      }),
    says: () => "The signal stream is deleted.",
    after: onClose,
  });
  return (
    <ConfirmDialog
      title="Delete the signal stream?"
      does="Delete the stream"
      ends={stream.issuer}
      by={remove}
      onKeep={onClose}
    >
      <p>
        Nothing that <bdi className="mono breaks">{stream.issuer}</bdi> sends there counts any
        longer. What was frozen or ended by it stays so.
      </p>
    </ConfirmDialog>
  );
}
