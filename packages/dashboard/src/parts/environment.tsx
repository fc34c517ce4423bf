/** What a workspace is for, shown wherever somebody could take one for another. */
import type { ReactNode } from "react";

export const environments = ["development", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

export const environmentWords: Readonly<
  Record<Environment, { readonly name: string; readonly means: string }>
> = {
  development: {
    name: "Development",
    means: "For trying things out. What can be made again is ended with one click.",
  },
  staging: {
    name: "Staging",
    means: "For checking before it counts. What can be made again is ended with one click.",
  },
  production: {
    name: "Production",
    means: "People rely on it. To end something, you type its name first.",
  },
};

/** A tag with the word; one of a newer server as it says. */
export function EnvironmentTag({ environment }: { readonly environment: string }): ReactNode {
  const known = environments.find((one) => one === environment);
  const text = known === undefined ? environment : environmentWords[known].name;
  return <span className={`tag env ${known ?? ""}`}>{text}</span>;
}
