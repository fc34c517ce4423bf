/** Looks for people at the server. What is typed may name somebody: it stands in no address, and is asked for as a whole. */
import { type ReactNode, useState } from "react";

export function UserSearch({
  label,
  hint,
  onSearch,
}: {
  readonly label: string;
  /** In the empty field. */
  readonly hint: string;
  /** An empty text: nobody is looked for. */
  readonly onSearch: (text: string) => void;
}): ReactNode {
  const [text, setText] = useState("");
  return (
    <search className="usersearch">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.trim());
        }}
      >
        <input
          className="in"
          type="search"
          aria-label={label}
          placeholder={hint}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={text}
          onChange={({ target: { value } }) => {
            setText(value);
            if (value === "") onSearch("");
          }}
        />
        <button type="submit" className="btn">
          Search
        </button>
      </form>
    </search>
  );
}
