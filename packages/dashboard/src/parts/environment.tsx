/** What a workspace is for, shown wherever somebody could take one for another. */
import type { ReactNode } from "react";

export const environments = ["development", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

export const environmentWords: Readonly<
  Record<Environment, { readonly name: string; readonly means: string }>
> = {
  development: {
    name: "Development",
    means: "To try things. What can be made again ends by a click.",
  },
  staging: {
    name: "Staging",
    means: "To check before it counts. What can be made again ends by a click.",
  },
  production: {
    name: "Production",
    means: "People rely on it. Whoever ends something types its name first.",
  },
};

/** A tag with the word; one of a newer server as it says. */
export function EnvironmentTag({ environment }: { readonly environment: string }): ReactNode {
  const known = environments.find((one) => one === environment);
  const text = known === undefined ? environment : environmentWords[known].name;
  return <span className={`tag env ${known ?? ""}`}>{text}</span>;
}
