/** A switch: on or off at once, without a button to save it. */
import type { ReactNode } from "react";

export function Switch({
  label,
  on,
  disabled,
  onSwitch,
}: {
  /** What it switches, for who listens: `People may connect Slack`. */
  readonly label: string;
  readonly on: boolean;
  readonly disabled: boolean;
  readonly onSwitch: (on: boolean) => void;
}): ReactNode {
  return (
    <input
      type="checkbox"
      role="switch"
      className="switch"
      aria-label={label}
      aria-checked={on}
      checked={on}
      disabled={disabled}
      onChange={(event) => onSwitch(event.target.checked)}
    />
  );
}
