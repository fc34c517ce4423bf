/** Says whose connections are: gives those of some users to the users of the app's identity provider. Shown before it is done. */
import "../../parts/without-eval.ts";
import { moveUsersRequest } from "@grantry/contract/v1/apps";
import { type ReactNode, useRef, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { productionLabel, useTypedName } from "../../parts/typed-name.tsx";
import { useIsProduction, useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { useApp } from "./current-app.ts";

type Body = Schemas["MoveUsersRequest"];

/** What a move did, or would do. */
interface Sum {
  readonly moved: number;
  readonly kept: number;
}

/** Null where it is not a pair on each line, or a user is named twice. An id with spaces in it cannot be written so; the API takes it. */
function usersOf(text: string): Record<string, string> | null {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  const pairs = lines.filter((line) => line.join("") !== "");
  if (pairs.some((pair) => pair.length !== 2)) return null;
  if (new Set(pairs.map(([from]) => from)).size !== pairs.length) return null;
  return Object.fromEntries(pairs.map(([from = "", to = ""]) => [from, to]));
}

function useMove() {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  /** Whether the dialog has been closed: what goes on page by page ends there. */
  const isClosed = useRef(false);
  const run = async (body: Body): Promise<Sum> => {
    let sum: Sum = { moved: 0, kept: 0 };
    let after: string | null = null;
    do {
      const page: Schemas["MovedUsers"] = await call(
        "post",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/users/move",
        {
          path: { workspace_id: workspaceId, app_id: appId },
          body: { ...body, ...(after === null ? {} : { after }) },
        },
      );
      const moved = page.connections.filter(({ outcome }) => outcome === "moved").length;
      sum = { moved: sum.moved + moved, kept: sum.kept + page.connections.length - moved };
      after = page.next;
    } while (after !== null && !isClosed.current);
    return sum;
  };
  return { run, isClosed };
}

/** Whose, as the form has it: `none` are users whom the app's backend named. */
interface Values {
  readonly from: "unassigned" | "none" | "issuer";
  readonly issuer: string;
  readonly to: string;
  readonly users: string;
}

const bodyOf = ({ from, issuer, to, users }: Values) => {
  const given = usersOf(users) ?? {};
  return {
    from:
      from === "unassigned"
        ? { kind: from }
        : { kind: "issuer", issuer: from === "none" ? null : issuer.trim() },
    to: { issuer: to === "" ? null : to },
    ...(Object.keys(given).length === 0 ? {} : { users: given }),
  } as Body;
};

interface Wrong {
  readonly at: "issuer" | "users";
  readonly says: string;
}

function wrongIn(values: Values): Wrong | null {
  if (values.from === "issuer" && values.issuer.trim() === "") {
    return { at: "issuer", says: "This is needed." };
  }
  if (usersOf(values.users) === null) {
    return {
      at: "users",
      says: "Each line holds two IDs with a space between them, and names another user.",
    };
  }
  const failed = moveUsersRequest.safeParse(bodyOf(values)).error?.issues[0];
  if (failed === undefined) return null;
  return { at: failed.path[0] === "users" ? "users" : "issuer", says: `It ${failed.message}.` };
}

export function MoveUsersDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { identity_providers: providers, name } = useApp();
  const { run, isClosed } = useMove();
  const [values, setValues] = useState<Values>({
    from: "unassigned",
    issuer: "",
    to: providers[0]?.issuer ?? "",
    users: "",
  });
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const close = () => {
    isClosed.current = true;
    onClose();
  };
  const preview = useAction({ run: (body: Body) => run({ ...body, dry_run: true }) });
  const move = useAction({
    run,
    says: ({ moved }) => `${counted(moved, "connection")} moved.`,
    after: close,
  });
  const isSeen = preview.data !== undefined;
  const isProduction = useIsProduction();
  const { field, check } = useTypedName(isProduction && isSeen ? name : null, productionLabel);
  const submit = () => {
    const found = wrongIn(values);
    setWrong(found);
    if (found !== null) {
      form.current?.querySelector<HTMLElement>(`[name=${found.at}]`)?.focus();
    } else if (!isSeen) preview.mutate(bodyOf(values));
    else if (check()) move.mutate(bodyOf(values));
  };
  return (
    <Dialog title="Move users’ connections" onClose={close} closes={!move.isPending}>
      <form
        ref={form}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!preview.isPending && !move.isPending) submit();
        }}
      >
        <Fields
          values={values}
          wrong={wrong}
          onChange={(change) => {
            setValues({ ...values, ...change });
            setWrong(null);
            preview.reset();
          }}
        />
        <p role="status" className="b">
          {preview.data === undefined ? null : sumInWords(preview.data)}
        </p>
        {field}
        <FormFailure error={move.error ?? preview.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={preview.data?.moved === 0}>
            {isSeen ? "Move connections" : "See what it would do"}
          </button>
          <button type="button" className="btn" onClick={close} disabled={move.isPending}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Fields({
  values,
  wrong,
  onChange,
}: {
  readonly values: Values;
  readonly wrong: Wrong | null;
  readonly onChange: (change: Partial<Values>) => void;
}): ReactNode {
  const { identity_providers: providers } = useApp();
  const errorAt = (at: Wrong["at"]) => (wrong?.at === at ? wrong.says : undefined);
  return (
    <>
      <p className="t2">
        For an app that has another identity provider now. Where a user has connected the same there
        already, both connections stay where they are.
      </p>
      <SelectField
        label="Whose connections"
        value={values.from}
        onChange={({ target: { value } }) => onChange({ from: value as Values["from"] })}
      >
        <option value="unassigned">Those that nobody is known to own</option>
        <option value="none">Those of users whom the app’s backend named</option>
        <option value="issuer">Those of an issuer’s users</option>
      </SelectField>
      {values.from === "issuer" ? (
        <TextField
          label="Issuer of before"
          name="issuer"
          mono
          value={values.issuer}
          onChange={({ target: { value } }) => onChange({ issuer: value })}
          error={errorAt("issuer")}
        />
      ) : null}
      <SelectField
        label="Become those of"
        value={values.to}
        onChange={({ target: { value } }) => onChange({ to: value })}
      >
        {providers.length === 0 ? (
          <option value="">Users whom the app’s backend names</option>
        ) : null}
        {[...new Set(providers.map((one) => one.issuer))].map((one) => (
          <option key={one}>{one}</option>
        ))}
      </SelectField>
      <Field
        label="Only these users"
        hint="One per line: the ID of before, a space, the ID that the user has there. Empty: everybody, with the same ID."
        error={errorAt("users")}
      >
        {(joins) => (
          <textarea
            {...joins}
            name="users"
            className="in mono"
            rows={3}
            spellCheck={false}
            value={values.users}
            onChange={({ target: { value } }) => onChange({ users: value })}
          />
        )}
      </Field>
    </>
  );
}

function sumInWords({ moved, kept }: Sum): string {
  const stay =
    kept === 0
      ? ""
      : ` ${counted(kept, "connection")} would stay: their users have connected there.`;
  if (moved === 0) return `Nothing would move.${stay}`;
  return `${counted(moved, "connection")} would move.${stay}`;
}
