/** Who may do what in the workspace: members, and who is invited. */
import { LongList } from "../../parts/long-list.tsx";
import "../../parts/without-eval.ts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { membersQuery, personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { type AddressDialog, useAbout, useDialog } from "../../parts/address-dialog.ts";
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
import { isMailed, mailAfterwards } from "../../words/mail.ts";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { RemoveMemberDialog, ResetLinkDialog, UnlinkDialog } from "./member-dialogs.tsx";

type Member = Schemas["Member"];

type Dialog = AddressDialog<"invite" | "remove" | "reset" | "unlink">;

type MadeLink = Pick<Schemas["ResetLink"], "email" | "mail" | "url">;

/** A link that is shown this once. */
interface Link {
  readonly title: string;
  readonly label: string;
  readonly url: string;
  /** What became of it by mail. */
  readonly note: string;
}

export function PeoplePage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const dialog = useDialog("/workspaces/$workspaceId/people");
  const [link, setLink] = useState<Link | null>(null);
  const members = useQuery(membersQuery(workspaceId));
  const showLink = (to: string, label: string, { email, mail, url }: MadeLink) =>
    setLink({
      title: isMailed(mail) ? `The link for ${to}` : `Send this link to ${to}`,
      label,
      url,
      note: mailAfterwards(mail, email),
    });
  const showInvited = (made: Schemas["CreatedInvitation"]) =>
    showLink(made.email, "Invitation", made);
  const mayChange = useMay("workspace:write");
  return (
    <>
      <PageHead title="People" says="Who belongs to the workspace, and what each of them may do.">
        <AllowedButton
          needs="workspace:write"
          className="btn pri"
          onClick={() => dialog.open("invite")}
        >
          <Icon name="plus" />
          Invite someone
        </AllowedButton>
      </PageHead>
      <Loaded query={members} what="the members">
        {(all) => <Members all={all} onOpen={dialog.open} />}
      </Loaded>
      {mayChange ? <Invitations onLink={showInvited} /> : null}
      <Roles />
      {dialog.shown === "invite" && link === null ? (
        <InviteDialog onClose={dialog.close} onCreated={showInvited} />
      ) : null}
      {link === null ? (
        <MemberDialogs
          all={members.data ?? []}
          dialog={dialog}
          onLink={({ name }, made) => showLink(name, "Link for a new password", made)}
        />
      ) : (
        <SecretOnce
          title={link.title}
          label={link.label}
          secret={link.url}
          note={link.note}
          onKept={() => {
            setLink(null);
            dialog.close();
          }}
        />
      )}
    </>
  );
}

/** What can be done with a member other than oneself. */
function MemberDialogs({
  all,
  dialog,
  onLink,
}: {
  readonly all: readonly Member[];
  readonly dialog: Dialog;
  readonly onLink: (member: Member, made: MadeLink) => void;
}): ReactNode {
  const { data: me } = useQuery(personQuery);
  const others = all.filter(({ id }) => id !== me?.id);
  const linked = others.filter(({ company_sign_in: isLinked }) => isLinked === true);
  const removing = useAbout(dialog, "remove", others);
  const unlinking = useAbout(dialog, "unlink", linked);
  const resetting = useAbout(dialog, "reset", others);
  if (removing !== undefined) {
    return <RemoveMemberDialog member={removing} onClose={dialog.close} />;
  }
  if (unlinking !== undefined) return <UnlinkDialog member={unlinking} onClose={dialog.close} />;
  if (resetting === undefined) return null;
  const onMade = (made: MadeLink) => onLink(resetting, made);
  return <ResetLinkDialog member={resetting} onClose={dialog.close} onMade={onMade} />;
}

function Members({
  all,
  onOpen,
}: {
  readonly all: readonly Member[];
  readonly onOpen: Dialog["open"];
}): ReactNode {
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
              <MemberRow
                key={member.id}
                member={member}
                isMe={member.id === me?.id}
                onOpen={(name) => onOpen(name, member.id)}
              />
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
  onOpen,
}: {
  readonly member: Member;
  readonly isMe: boolean;
  readonly onOpen: (dialog: "remove" | "reset" | "unlink") => void;
}): ReactNode {
  const mayChange = useMay("workspace:write");
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
            <button type="button" className="btn s" onClick={() => onOpen("reset")}>
              New password…<span className="vh"> for {member.name}</span>
            </button>
            {member.company_sign_in === true ? (
              <button type="button" className="btn s" onClick={() => onOpen("unlink")}>
                Unlink…<span className="vh"> {member.name} from the company’s sign-in</span>
              </button>
            ) : null}
            <button type="button" className="btn s danger" onClick={() => onOpen("remove")}>
              Remove…<span className="vh"> {member.name}</span>
            </button>
          </span>
        ) : null}
      </Cell>
    </Row>
  );
}

function SignsIn({ member }: { readonly member: Member }): ReactNode {
  const { second_factor: demand } = useWorkspace();
  const isLinked = member.company_sign_in === true;
  const linked = isLinked ? <span className="t2"> and the company</span> : null;
  if (member.password_only === true) {
    const isRefused = member.second_factor === false && demand === "required";
    return (
      <>
        <span className="st soon">
          <Icon name="fails" />
          Password only{linked}
        </span>
        {isRefused ? <span className="sub">Needs a second factor first</span> : null}
      </>
    );
  }
  if (member.password === false && !isLinked) return <span className="t2">No password</span>;
  return (
    <span className="st ok">
      <Icon name="works" />
      {member.password === false ? "The company" : <>Second factor{linked}</>}
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
