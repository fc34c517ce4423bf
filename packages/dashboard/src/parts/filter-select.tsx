/** A filter of a list: what is chosen stands in the address. */
import type { ReactNode } from "react";

export function FilterSelect({
  label,
  chosen,
  none = "all",
  onChoose,
  className = "",
  children,
}: {
  readonly label: string;
  readonly chosen: string | undefined;
  /** What it is without a choice. */
  readonly none?: string;
  /** Undefined: without a choice. */
  readonly onChoose: (value: string | undefined) => void;
  readonly className?: string;
  /** Options, or groups of them. */
  readonly children: ReactNode;
}): ReactNode {
  return (
    <select
      className={`chip ${chosen === undefined ? "" : "on"} ${className}`.trim()}
      aria-label={label}
      value={chosen ?? ""}
      onChange={({ target: { value } }) => onChoose(value === "" ? undefined : value)}
    >
      <option value="">{`${label}: ${none}`}</option>
      {children}
    </select>
  );
}

/** A day as a filter. */
export function FilterDay({
  label,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly chosen: string | undefined;
  readonly onChoose: (day: string | undefined) => void;
}): ReactNode {
  return (
    <label className={chosen === undefined ? "chip" : "chip on"}>
      {label}
      <input
        type="date"
        value={chosen ?? ""}
        max="9999-12-31"
        onChange={({ target: { value } }) => onChoose(value === "" ? undefined : value)}
      />
    </label>
  );
}
