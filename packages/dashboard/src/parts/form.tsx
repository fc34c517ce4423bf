/** Fields of forms: label, hint and what is wrong belong together; focus goes to the first that is wrong. */
import { type ComponentProps, type ReactNode, type Ref, useEffect, useId, useRef } from "react";
import { requestIdOf, wordsOf } from "../api/failures.ts";
import { Icon } from "./icon.tsx";

interface Around {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it; nothing where that is undefined. */
  readonly error?: string | undefined;
}

/** A field around its control: `children` gets the ids that join the two. */
export function Field({
  label,
  hint,
  error,
  children,
}: Around & {
  readonly children: (joins: {
    readonly id: string;
    readonly "aria-describedby": string | undefined;
    readonly "aria-invalid": boolean;
  }) => ReactNode;
}): ReactNode {
  const id = useId();
  const described = [
    hint === undefined ? null : `${id}-hint`,
    error === undefined ? null : `${id}-error`,
  ].filter((one) => one !== null);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        "aria-describedby": described.length === 0 ? undefined : described.join(" "),
        "aria-invalid": error !== undefined,
      })}
      {hint === undefined ? null : (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : (
        <p className="err" id={`${id}-error`}>
          <Icon name="fails" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

/** A line of text. */
export function TextField({
  label,
  hint,
  error,
  mono = false,
  ...input
}: Around & { readonly mono?: boolean; readonly ref?: Ref<HTMLInputElement> } & Omit<
    ComponentProps<"input">,
    "id" | "className"
  >): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(joins) => (
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          {...joins}
          className={mono ? "in mono" : "in"}
        />
      )}
    </Field>
  );
}

/** One of several. */
export function SelectField({
  label,
  hint,
  error,
  children,
  ...select
}: Around & Omit<ComponentProps<"select">, "id" | "className">): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(joins) => (
        <select {...select} {...joins} className="in">
          {children}
        </select>
      )}
    </Field>
  );
}

/** Why what was sent was refused; it is said, and stays. */
export function FormFailure({ error }: { readonly error: unknown }): ReactNode {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null && error !== undefined) shown.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  if (error === null || error === undefined) return null;
  const requestId = requestIdOf(error);
  return (
    <div className="note fail" role="alert" ref={shown}>
      <Icon name="fails" />
      <div className="grow">
        <p>{wordsOf(error)}</p>
        {requestId === null ? null : (
          <p className="small">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
    </div>
  );
}
