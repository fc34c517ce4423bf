/** A text to take along: an id, an address, code. */
import { type ReactNode, useEffect, useState } from "react";
import { later } from "../outside.ts";
import { Icon } from "./icon.tsx";

/** Copies `text`; says so where people look and where they listen. */
export function CopyButton({
  text,
  what,
  says = "Copy",
  small = false,
}: {
  readonly text: string;
  /** In a sentence: `the connector ID`. */
  readonly what: string;
  /** What stands on it, where the place does not say what is copied. */
  readonly says?: string;
  readonly small?: boolean;
}): ReactNode {
  const [said, setSaid] = useState<"" | "Copied" | "Select it and copy it">("");
  useEffect(() => (said === "" ? undefined : later(() => setSaid(""), 2_000)), [said]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Select it and copy it"),
    );
  return (
    <>
      <button type="button" className={small ? "btn s" : "btn"} onClick={() => void copy()}>
        <Icon name={said === "Copied" ? "check" : "copy"} />
        <span>
          {said === "" ? says : said}
          {what === "" ? null : <span className="vh">{` ${what}`}</span>}
        </span>
      </button>
      <span className="vh" role="status">
        {said}
      </span>
    </>
  );
}

/** A value with its button. */
export function CopyField({
  label,
  text,
}: {
  readonly label: string;
  readonly text: string;
}): ReactNode {
  return (
    <div className="field">
      <span className="lab">{label}</span>
      <span className="joined">
        <span className="out">{text}</span>
        <CopyButton text={text} what={label} />
      </span>
    </div>
  );
}

/** Code under a heading. */
export function Code({
  title,
  text,
}: {
  readonly title: string;
  readonly text: string;
}): ReactNode {
  return (
    <div className="stack s">
      <div className="codehead">
        <h3>{title}</h3>
        <CopyButton text={text} what={title} small />
      </div>
      <section aria-label={`Code: ${title}`}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide code is scrolled by keyboard, too (WCAG 2.1.1) */}
        <pre tabIndex={0}>{text}</pre>
      </section>
    </div>
  );
}
