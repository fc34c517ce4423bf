/** The passkeys that somebody has. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { passkeysQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

type Passkey = Schemas["Passkey"];

/** Opens a dialog, about one of them where it has its id. */
type Open = (dialog: "passkey" | "rename-passkey" | "delete-passkey", passkeyId?: string) => void;

export function PasskeysCard({
  isPossible,
  hasPassword,
  onOpen,
}: {
  readonly isPossible: boolean;
  readonly hasPassword: boolean;
  readonly onOpen: Open;
}): ReactNode {
  const query = useQuery(passkeysQuery);
  return (
    <Card
      title="Passkeys"
      side={
        isPossible ? (
          <button type="button" className="btn s" onClick={() => onOpen("passkey")}>
            Add a passkey…
          </button>
        ) : null
      }
    >
      <div className="stack s">
        <p className="t2">
          {isPossible
            ? "A passkey signs you in with your fingerprint, your face or your device’s PIN, instead of a password and code. No other site can ask for it."
            : whatTheyNeed(hasPassword, window.location)}
        </p>
        <Loaded query={query} what="your passkeys">
          {(all) => (all.length === 0 ? null : <Passkeys all={all} onOpen={onOpen} />)}
        </Loaded>
      </div>
    </Card>
  );
}

/** Why there can be none, and what helps. */
function whatTheyNeed(hasPassword: boolean, { hostname, port, protocol }: Location): ReactNode {
  if (!hasPassword) return "Passkeys are for accounts with a password.";
  if (!/^127\.|^\[::1\]$/.test(hostname)) {
    return "Passkeys need a server that is reached by a name and by https.";
  }
  const url = `${protocol}//localhost${port === "" ? "" : `:${port}`}`;
  return (
    <>
      Browsers keep passkeys for names, not for addresses such as {hostname}. To try them on this
      machine, start the server with <code>GRANTRY_PUBLIC_URL={url}</code> and open it there.
    </>
  );
}

function Passkeys({
  all,
  onOpen,
}: {
  readonly all: readonly Passkey[];
  readonly onOpen: Open;
}): ReactNode {
  return (
    <ul className="lines">
      {all.map((passkey) => (
        <li key={passkey.id}>
          <span className="stack xs">
            <Name>{passkey.name}</Name>
            <span className="small t2">
              Added <Time at={passkey.created_at} />,{" "}
              {passkey.last_used_at === null ? (
                "never used"
              ) : (
                <>
                  last used <Time at={passkey.last_used_at} />
                </>
              )}
            </span>
          </span>
          <span className="acts">
            <button
              type="button"
              className="btn s"
              onClick={() => onOpen("rename-passkey", passkey.id)}
            >
              Rename…<span className="vh"> {passkey.name}</span>
            </button>
            <button
              type="button"
              className="btn s danger"
              onClick={() => onOpen("delete-passkey", passkey.id)}
            >
              Delete…<span className="vh"> {passkey.name}</span>
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
