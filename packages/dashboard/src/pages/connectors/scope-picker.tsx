/** Which scopes a connector asks for: the described ones to tick, others as they are typed. */
import { type ReactNode, useId, useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { counted } from "../../words/plural.ts";

type Scope = Schemas["CatalogueType"]["scopes"][number];

const shownAtFirst = 8;

export function ScopePicker({
  known,
  chosen,
  onChange,
  error,
}: {
  readonly known: readonly Scope[];
  readonly chosen: readonly string[];
  readonly onChange: (scopes: string[]) => void;
  readonly error: string | undefined;
}): ReactNode {
  const [all, setAll] = useState(false);
  const listed = new Set(known.map(({ scope }) => scope));
  const typed = chosen.filter((scope) => !listed.has(scope));
  const inOrder = [...known].sort((one, other) => Number(other.always) - Number(one.always));
  const shown = inOrder.filter(
    ({ scope, always }, at) => all || at < shownAtFirst || always || chosen.includes(scope),
  );
  const tick = (scope: string, on: boolean) =>
    onChange(on ? [...chosen, scope] : chosen.filter((one) => one !== scope));
  return (
    <div className="stack s">
      {error === undefined ? null : (
        <p className="err" role="alert">
          <Icon name="fails" />
          {error}
        </p>
      )}
      <div>
        {shown.map((one) => (
          <ScopeBox
            key={one.scope}
            scope={one}
            on={one.always || chosen.includes(one.scope)}
            onTick={(on) => tick(one.scope, on)}
          />
        ))}
        {typed.map((scope) => (
          <ScopeBox
            key={scope}
            scope={{ scope, title: null, note: null, always: false }}
            on
            onTick={() => tick(scope, false)}
          />
        ))}
      </div>
      {shown.length < known.length ? (
        <div>
          <button type="button" className="btn s" onClick={() => setAll(true)}>
            {`Show ${counted(known.length - shown.length, "more scope")}`}
          </button>
        </div>
      ) : null}
      <TypeScope onAdd={(scope) => (chosen.includes(scope) ? undefined : tick(scope, true))} />
    </div>
  );
}

function ScopeBox({
  scope: { scope, title, note, always },
  on,
  onTick,
}: {
  readonly scope: Pick<Scope, "scope" | "title" | "note" | "always">;
  readonly on: boolean;
  readonly onTick: (on: boolean) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="checkrow">
      <input
        id={id}
        type="checkbox"
        checked={on}
        disabled={always}
        onChange={(event) => onTick(event.target.checked)}
      />
      <label htmlFor={id} className="plain">
        {title ?? "Not in our list: it is asked for as it stands"}
        {note === null ? null : <span className="small t2 block">{note}</span>}
        <code className="t2 block">{scope}</code>
      </label>
      {always ? <span className="tag">Always</span> : null}
    </div>
  );
}

function TypeScope({ onAdd }: { readonly onAdd: (scope: string) => void }): ReactNode {
  const [text, setText] = useState("");
  const add = () => {
    const scope = text.trim();
    if (scope === "") return;
    onAdd(scope);
    setText("");
  };
  return (
    <div className="addline">
      <TextField
        label="Another scope"
        hint="As the service writes it."
        mono
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          // It adds the scope, and does not send the form.
          event.preventDefault();
          add();
        }}
      />
      <button type="button" className="btn" onClick={add}>
        Add scope
      </button>
    </div>
  );
}
