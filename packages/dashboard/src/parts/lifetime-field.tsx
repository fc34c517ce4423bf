/** When a key or a token ends by itself. */
import type { ComponentProps, ReactNode } from "react";
import { SelectField } from "./form.tsx";

const says = {
  "": "Never",
  7: "After a week",
  30: "After 30 days",
  90: "After 90 days",
  365: "After a year",
} as const;
/** In days; empty for one that does not end. */
export type Lifetime = keyof typeof says;

export function LifetimeField({
  choices,
  ...select
}: {
  /** In their order. */
  readonly choices: readonly Lifetime[];
} & Omit<ComponentProps<typeof SelectField>, "label" | "children">): ReactNode {
  return (
    <SelectField label="It ends" {...select}>
      {choices.map((days) => (
        <option key={days} value={days}>
          {says[days]}
        </option>
      ))}
    </SelectField>
  );
}
