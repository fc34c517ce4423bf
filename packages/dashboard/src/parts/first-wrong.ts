/** After a form was sent and something in it is wrong, the first wrong field of the page gets the focus. */
import { type RefObject, useEffect, useRef } from "react";
import type { FieldValues, FormState } from "react-hook-form";

/**
 * For the form element that has it as its ref. react-hook-form goes by the order in which fields came into
 * being; people go by the order in which they stand.
 */
export function useFirstWrong<Values extends FieldValues>({
  submitCount,
  errors,
}: Pick<FormState<Values>, "submitCount" | "errors">): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const seen = useRef(submitCount);
  useEffect(() => {
    if (seen.current === submitCount) return;
    seen.current = submitCount;
    if (Object.keys(errors).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [submitCount, errors]);
  return form;
}
