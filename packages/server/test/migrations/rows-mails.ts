/** Messages to people, as a database of before holds them. */
import { bytesOf, type OldRow, row } from "./row.ts";

export const mailRows: readonly OldRow[] = [
  row("mails", {
    mail_id: "mail_1",
    workspace_id: "ws_1",
    kind: "invitation",
    entry_link_id: "lnk_1",
    recipient_hash: bytesOf("recipient"),
    sealed_message: bytesOf("sealed message"),
    status: "queued",
    tries: 2,
    next_try_at: 9_100,
    claim_number: 3,
    created_at: 9_000,
    expires_at: 9_900,
    ended_at: 9_500,
  }),
];
