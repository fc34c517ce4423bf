/** The logo of a service on a white tile, as its makers draw it; two letters of its name where none is free to use. */
import { lazy, type ReactNode, Suspense } from "react";

const Drawn = lazy(async () => {
  const { logoOf } = await import("./provider-logos.ts");
  return {
    default: ({ type, name }: { readonly type: string; readonly name: string }): ReactNode => {
      const logo = logoOf(type);
      if (logo === undefined) return <b>{lettersOf(name)}</b>;
      return (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path fill={`#${logo.hex}`} d={logo.path} />
        </svg>
      );
    },
  };
});

const lettersOf = (name: string) => [...name.trim()].slice(0, 2).join("");

export function ProviderLogo({
  type,
  name,
  size = "",
}: {
  readonly type: string;
  readonly name: string;
  readonly size?: "" | "s" | "l";
}): ReactNode {
  return (
    <span className={`plogo ${size}`} aria-hidden="true">
      <Suspense fallback={null}>
        <Drawn type={type} name={name} />
      </Suspense>
    </span>
  );
}
