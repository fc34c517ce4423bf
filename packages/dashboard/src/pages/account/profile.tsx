/** One's own account: what it is called, and where it belongs. */
import "../../parts/without-eval.ts";
import { updatePersonRequest } from "@grantry/contract/v1/account";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call } from "../../api/client.ts";
import { type Person, personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Card, PageHead } from "../../parts/page.tsx";

interface Values {
  name: string;
}

export function ProfilePage(): ReactNode {
  const person = useQuery(personQuery);
  return (
    <>
      <PageHead title="Your account" says="Who you are to your colleagues, and where you belong." />
      <Loaded query={person} what="your account">
        {(me) => (
          <div className="narrow stack l">
            <NameCard key={me.name} person={me} />
            <WorkspacesCard person={me} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function NameCard({ person }: { readonly person: Person }): ReactNode {
  const form = useForm<Values>({
    defaultValues: { name: person.name },
    resolver: byContract({
      schema: updatePersonRequest,
      toRequest: (values) => values,
      fields: { name: "name" },
    }),
  });
  const save = useAction({
    run: (body: Values) => call("patch", "/v1/me", { body }),
    says: ({ name }) => `You are called ${name} now.`,
  });
  const { errors, isDirty } = form.formState;
  return (
    <Card title="Name and email">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
      >
        <TextField
          label="Name"
          hint="Your colleagues see it, and the audit log names you by it."
          autoComplete="name"
          {...form.register("name")}
          error={errors.name?.message}
        />
        <TextField
          label="Email address"
          hint="You sign in with it. It cannot be changed here: ask an admin to invite the new address."
          type="email"
          value={person.email ?? ""}
          readOnly
        />
        <FormFailure error={save.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={save.isPending || !isDirty}>
            Save
          </button>
        </div>
      </form>
    </Card>
  );
}

function WorkspacesCard({ person: { workspaces } }: { readonly person: Person }): ReactNode {
  return (
    <Card title="Workspaces">
      {workspaces.length === 0 ? (
        <p className="t2">
          You are not a member of any workspace. Ask an owner or admin of one to invite you.
        </p>
      ) : (
        <ul className="lines">
          {workspaces.map(({ id, name, role }) => (
            <li key={id}>
              <Link to="/workspaces/$workspaceId" params={{ workspaceId: id }} className="ell">
                <Name>{name}</Name>
              </Link>
              <span className="t2">{role}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
