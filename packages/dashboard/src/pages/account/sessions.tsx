/** Where one is signed in: browsers and command lines; each can be signed out, or all others. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { sessionsQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { counted } from "../../words/plural.ts";

type Session = Schemas["Session"];

export function SessionsPage(): ReactNode {
  const query = useQuery(sessionsQuery);
  const { shown, open, close } = useDialog("/account/sessions");
  const others = query.data?.some(({ current }) => !current) ?? false;
  return (
    <>
      <PageHead
        title="Where you are signed in"
        says="Browsers and command lines. Sign out anything you do not recognize, then change your password."
      >
        {others ? (
          <button type="button" className="btn danger" onClick={() => open("end-others")}>
            Sign out everywhere else…
          </button>
        ) : null}
      </PageHead>
      <Loaded query={query} what="this list">
        {(all) => <Sessions all={all} />}
      </Loaded>
      {shown === "end-others" && others ? <EndOthers onClose={close} /> : null}
    </>
  );
}

const nameOf = ({ kind, client }: Session) =>
  client ?? (kind === "browser" ? "A browser or a program" : "A command line");

function Sessions({ all }: { readonly all: readonly Session[] }): ReactNode {
  const end = useAction({
    run: ({ id }: Session) =>
      call("delete", "/v1/me/sessions/{session_id}", { path: { session_id: id } }),
    says: (_answer, session) => `${nameOf(session)} is signed out.`,
  });
  return (
    <section className="card" aria-label="Where you are signed in">
      <FormFailure error={end.error} />
      <Table
        label="Where you are signed in"
        columns={[
          { title: "What", width: 38 },
          { title: "Signed in", width: 20, from: "s" },
          { title: "Last used", width: 20 },
          { title: "End it", quiet: true },
        ]}
      >
        {all.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={end.isPending}
            onEnd={() => end.mutate(session)}
          />
        ))}
      </Table>
    </section>
  );
}

function SessionRow({
  session,
  busy,
  onEnd,
}: {
  readonly session: Session;
  readonly busy: boolean;
  readonly onEnd: () => void;
}): ReactNode {
  const { address, scopes, current, created_at: createdAt, last_used_at: usedAt } = session;
  const details = [
    address === null ? "From an address that was not noted" : `From ${address}`,
    ...(scopes === null ? [] : [scopes.join(" ")]),
  ];
  return (
    <Row>
      <Cell className="full">
        <span className="ell">
          {nameOf(session)}
          {current ? <span className="tag">This browser</span> : null}
        </span>
        <span className="sub ell t2" title={details.join(" · ")}>
          {details.join(" · ")}
        </span>
      </Cell>
      <Cell from="s">
        <Time at={createdAt} />
      </Cell>
      <Cell label="Last used:">{usedAt === null ? "Never" : <Time at={usedAt} />}</Cell>
      <Cell className="num end">
        {current ? null : (
          <button type="button" className="btn s" disabled={busy} onClick={onEnd}>
            Sign out<span className="vh"> {nameOf(session)}</span>
          </button>
        )}
      </Cell>
    </Row>
  );
}

function EndOthers({ onClose }: { readonly onClose: () => void }): ReactNode {
  const end = useAction({
    run: () => call("post", "/v1/me/sessions/end-others"),
    says: ({ browsers, command_lines: commandLines }) =>
      `Signed out: ${counted(browsers, "browser")} and ${counted(commandLines, "command line")}.`,
    after: onClose,
  });
  return (
    <ConfirmDialog
      title="Sign out everywhere else?"
      does="Sign out everywhere else"
      // One's own, of no workspace: signing in brings each back.
      ends={null}
      by={end}
      onKeep={onClose}
    >
      <p>
        Every browser but this one and every command line is signed out at once. Your personal keys
        stay: they are ended one by one, or by a new password.
      </p>
    </ConfirmDialog>
  );
}
