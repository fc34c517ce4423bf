/** Searches what is on the page. What is typed stays out of the address: it may name somebody. */
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

export function SearchField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <div className="search">
      <Icon name="search" />
      <input
        className="in"
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
