/** The secrets that a change needs which says where secrets are sent. */
import { type ReactNode, useEffect, useRef } from "react";
import { TextField } from "../../parts/form.tsx";

export function SecretsField({
  value,
  onChange,
  says,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Why the server wants them. */
  readonly says: string;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <TextField
      ref={input}
      label="Client secrets"
      type="password"
      mono
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint="Those of the provider’s OAuth clients; several with a space between them. They are compared, and not kept."
      error={value === "" ? says : undefined}
    />
  );
}

/** One by one. */
export const secretsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
