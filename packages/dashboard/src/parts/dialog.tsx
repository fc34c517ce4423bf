/**
 * Dialogs: the browser's own. Focus goes in, to what has `data-first` or else to the first field, stays in, and goes back to where it
 * was; Escape closes. No library does it, since those that lock the scrolling write style elements, which the page's policy refuses.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { wayBack } from "./way-back.ts";

export function Dialog({
  title,
  onClose,
  closes = true,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  /** Whether Escape closes it: not where a secret is shown once. */
  readonly closes?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    const goBack = wayBack();
    shown?.showModal();
    // One that is higher than the window begins at its heading, and does not end at its button.
    if (shown !== null && shown.scrollHeight <= shown.clientHeight) {
      shown.querySelector<HTMLElement>("[data-first]")?.focus();
    }
    return () => {
      shown?.close();
      goBack();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (closes) onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
