"use client";
/** The parts that list and button are made of. */
import type { ButtonView, PanelView } from "@grantry/sdk/connections";
import type { KeyboardEvent, ReactNode } from "react";

/** A button. `nameId`: of the element with the row's name, which belongs to what the button is called. */
export function PartButton({
  view,
  nameId,
  children,
  className,
}: {
  readonly view: ButtonView;
  readonly nameId?: string | undefined;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}): ReactNode {
  const id = nameId === undefined ? undefined : `${nameId}-${view.action}`;
  return (
    <button
      type="button"
      id={id}
      className={className}
      aria-labelledby={id === undefined ? undefined : `${id} ${nameId}`}
      data-grantry-button=""
      data-action={view.action}
      data-tone={view.tone}
      onClick={view.run}
    >
      {children ?? view.label}
    </button>
  );
}

/** What stands below a row while something is under way with it. */
export function Panel({
  view,
  nameId,
}: {
  readonly view: PanelView;
  readonly nameId?: string | undefined;
}): ReactNode {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || view.escape === null) return;
    event.stopPropagation();
    view.escape();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of forms.
    <div role="group" aria-labelledby={nameId} data-grantry-panel={view.kind} onKeyDown={onKeyDown}>
      <PanelParts view={view} nameId={nameId} />
    </div>
  );
}

/** Text, buttons and details. */
export function PanelParts({
  view,
  nameId,
}: {
  readonly view: PanelView;
  readonly nameId?: string | undefined;
}): ReactNode {
  return (
    <>
      <p data-grantry-text="">{view.text}</p>
      {view.buttons.map((one) => (
        <PartButton key={one.action} view={one} nameId={nameId} />
      ))}
      {view.details === "" ? null : <code data-grantry-details="">{view.details}</code>}
    </>
  );
}

/** Says politely what happens: it stands before it says anything, so that changes are heard. */
export function Message({ children }: { readonly children: string }): ReactNode {
  return (
    <p role="status" data-grantry-message="">
      {children}
    </p>
  );
}
