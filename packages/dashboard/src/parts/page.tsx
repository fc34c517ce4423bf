/** What every page begins with, and what its parts stand in. */
import { type ReactNode, useId } from "react";

/** The page's heading, what it is about, and what can be done here. */
export function PageHead({
  title,
  says,
  before,
  children,
}: {
  readonly title: string;
  readonly says?: ReactNode;
  /** A picture in front of the heading. */
  readonly before?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="head">
      <title>{`${title} · Grantry`}</title>
      <div className="who grow">
        {before}
        <div>
          <h1 className="ell" title={title}>
            <bdi>{title}</bdi>
          </h1>
          {says === undefined ? null : <p>{says}</p>}
        </div>
      </div>
      {children === undefined ? null : <div className="acts">{children}</div>}
    </div>
  );
}

/** A part of a page with a heading. */
export function Card({
  title,
  side,
  foot,
  flush = false,
  children,
}: {
  readonly title: string;
  /** Beside the heading. */
  readonly side?: ReactNode;
  readonly foot?: ReactNode;
  /** Without space around what is in it: rows that reach from side to side. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {side}
      </header>
      {flush ? children : <div className="body">{children}</div>}
      {foot === undefined ? null : <footer>{foot}</footer>}
    </section>
  );
}

/** A list without anything in it: what it would hold, and the next step. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <p className="b">{title}</p>
      {children}
    </div>
  );
}
