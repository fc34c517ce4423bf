/** The name of what ends, typed before it does. */
import { type ReactNode, useRef, useState } from "react";
import { TextField } from "./form.tsx";

/** As a label shows it: white space is one space there, and one letter may be written in two ways. */
const shown = (text: string) => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/** What the field says where the name is asked for because the workspace is for production. */
export const productionLabel = (name: string) =>
  `This workspace is for production. Type ${name} to continue`;

/**
 * Asks for `name`; for nothing where that is null. `check` says whether it was typed, and else says so at the field and goes
 * there.
 */
export function useTypedName(
  name: string | null,
  label: (name: string) => string,
): { readonly field: ReactNode; readonly check: () => boolean } {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  if (name === null) return { field: null, check: () => true };
  const asked = shown(name);
  return {
    field: (
      <TextField
        ref={input}
        label={label(asked)}
        value={typed}
        onChange={({ target: { value } }) => {
          setTyped(value);
          setWrong(false);
        }}
        error={isWrong ? `This is not the name. Type ${asked}.` : undefined}
      />
    ),
    check: () => {
      if (shown(typed) === asked) return true;
      setWrong(true);
      input.current?.focus();
      return false;
    },
  };
}
