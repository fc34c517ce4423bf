/** Who may do what in the workspace: members, and who is invited. */
import { LongList } from "../../parts/long-list.tsx";
import "../../parts/without-eval.ts";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { membersQuery, personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { may, type Role, roles, roleWords } from "../../roles.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { RemoveMemberDialog, ResetLinkDialog, UnlinkDialog } from "./member-dialogs.tsx";

type Member = Schemas["Member"];

const route = getRouteApi("/workspaces/$workspaceId/people");

export function PeoplePage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const [invited, setInvited] = useState<Schemas["CreatedInvitation"] | null>(null);
  const members = useQuery(membersQuery(workspaceId));
  const close = () => void navigate({ search: {}, replace: true });
  const mayChange = useMay("workspace:write");
  return (
    <>
      <PageHead title="People" says="Who belongs to the workspace, and what each of them may do.">
        <AllowedButton
          needs="workspace:write"
          className="btn pri"
          onClick={() => void navigate({ search: { dialog: "invite" } })}
        >
          <Icon name="plus" />
          Invite someone
        </AllowedButton>
      </PageHead>
      <Loaded query={members} what="the members">
        {(all) => <Members all={all} />}
      </Loaded>
      {mayChange ? <Invitations onLink={setInvited} /> : null}
      <Roles />
      {dialog === "invite" && invited === null ? (
        <InviteDialog onClose={close} onCreated={setInvited} />
      ) : null}
      {invited === null ? null : (
        <SecretOnce
          title={`Send this link to ${invited.email}`}
          label="Invitation"
          secret={invited.url}
          onKept={() => {
            setInvited(null);
            close();
          }}
        />
      )}
    </>
  );
}

function Members({ all }: { readonly all: readonly Member[] }): ReactNode {
  const { data: me } = useQuery(personQuery);
  const mayChange = useMay("workspace:write");
  return (
    <section className="card" aria-label="Members">
      <LongList
        all={all}
        noun="member"
        search="Name or email"
        textsOf={({ name, email, role }) => [name, email, role]}
      >
        {(shown) => (
          <Table
            label="Members"
            columns={[
              { title: "Person", width: 30 },
              { title: "Role", width: 15 },
              ...(mayChange ? [{ title: "Signs in by", width: 16 }] : []),
              { title: "Since", width: 13, from: "m" },
              { title: "What can be done", quiet: true },
            ]}
          >
            {shown.map((member) => (
              <MemberRow key={member.id} member={member} isMe={member.id === me?.id} />
            ))}
          </Table>
        )}
      </LongList>
    </section>
  );
}

function MemberRow({
  member,
  isMe,
}: {
  readonly member: Member;
  readonly isMe: boolean;
}): ReactNode {
  const mayChange = useMay("workspace:write");
  const [dialog, setDialog] = useState<"remove" | "reset" | "unlink" | null>(null);
  const close = () => setDialog(null);
  return (
    <Row>
      <Cell className="full">
        <Name>{isMe ? `${member.name} (you)` : member.name}</Name>
        <span className="sub ell">{member.email}</span>
      </Cell>
      <Cell>{mayChange && !isMe ? <RoleSelect member={member} /> : member.role}</Cell>
      {mayChange ? (
        <Cell label="Signs in by">
          <SignsIn member={member} />
        </Cell>
      ) : null}
      <Cell from="m">
        <Time at={member.joined_at} />
      </Cell>
      <Cell className="num end full">
        {mayChange && !isMe ? (
          <span className="acts right">
            <button type="button" className="btn s" onClick={() => setDialog("reset")}>
              New password…<span className="vh"> for {member.name}</span>
            </button>
            {member.company_sign_in === true ? (
              <button type="button" className="btn s" onClick={() => setDialog("unlink")}>
                Unlink…<span className="vh"> {member.name} from the company’s sign-in</span>
              </button>
            ) : null}
            <button type="button" className="btn s danger" onClick={() => setDialog("remove")}>
              Remove…<span className="vh"> {member.name}</span>
            </button>
          </span>
        ) : null}
        {dialog === "remove" ? <RemoveMemberDialog member={member} onClose={close} /> : null}
        {dialog === "unlink" ? <UnlinkDialog member={member} onClose={close} /> : null}
        {dialog === "reset" ? <ResetLinkDialog member={member} onClose={close} /> : null}
      </Cell>
    </Row>
  );
}

function SignsIn({ member }: { readonly member: Member }): ReactNode {
  const isLinked = member.company_sign_in === true;
  const linked = isLinked ? <span className="t2"> and the company</span> : null;
  if (member.password_only === true) {
    return (
      <span className="st soon">
        <Icon name="fails" />
        Password only{linked}
      </span>
    );
  }
  return (
    <span className="st ok">
      <Icon name="works" />
      More than a password{linked}
    </span>
  );
}

/** Nobody gives more than they have. What is refused goes back to what it was. */
function RoleSelect({ member }: { readonly member: Member }): ReactNode {
  const { id: workspaceId, role: mine } = useWorkspace();
  const change = useAction({
    run: (role: Role) =>
      call("patch", "/v1/workspaces/{workspace_id}/members/{operator_id}", {
        path: { workspace_id: workspaceId, operator_id: member.id },
        body: { role },
      }),
    says: ({ name, role }) => `${name} is ${role} now.`,
  });
  const shown = change.isPending ? change.variables : member.role;
  return (
    <>
      <select
        className="in"
        aria-label={`Role of ${member.name}`}
        value={shown}
        disabled={change.isPending || (member.role === "owner" && mine !== "owner")}
        onChange={(event) => change.mutate(event.target.value as Role)}
      >
        {roles
          .filter((role) => mine === "owner" || role !== "owner" || member.role === "owner")
          .map((role) => (
            <option key={role}>{role}</option>
          ))}
      </select>
      <FormFailure error={change.error} />
    </>
  );
}

function Roles(): ReactNode {
  return (
    <Card title="What each role may do">
      <dl className="kv tight">
        {roles.map((role) => (
          <RoleWords key={role} role={role} />
        ))}
      </dl>
    </Card>
  );
}

function RoleWords({ role }: { readonly role: Role }): ReactNode {
  return (
    <>
      <dt>{role}</dt>
      <dd>
        {roleWords[role]}
        {may(role, "audit:read") ? " Reads the audit log." : ""}
      </dd>
    </>
  );
}
