"use client";
/** Keeps the focus in a row whose buttons give way to others. */
import { createRowFocus } from "@grantry/sdk/connections";
import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";

interface RowFocusProps<Row extends HTMLElement> {
  readonly ref: RefObject<Row | null>;
  onFocus(event: FocusEvent): void;
  onBlur(event: FocusEvent): void;
}

/** `buttons`: names those that the row has now. `action`: the one that is to get the focus. */
export function useRowFocus<Row extends HTMLElement>(
  buttons: string,
  action: string | null,
): RowFocusProps<Row> {
  const ref = useRef<Row>(null);
  const [focus] = useState(createRowFocus);
  const before = useRef(buttons);
  useLayoutEffect(() => {
    if (before.current === buttons) return;
    before.current = buttons;
    if (ref.current !== null) focus.replaced(ref.current, action);
  }, [buttons, action, focus]);
  return { ref, onFocus: focus.entered, onBlur: focus.left };
}
