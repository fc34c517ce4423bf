/** What identity providers tell, as a database of before holds it. */
import { bytesOf, type OldRow, row } from "./row.ts";

export const signalRows: readonly OldRow[] = [
  row("signal_streams", {
    signal_stream_id: "sst_1",
    workspace_id: "ws_1",
    app_id: "app_1",
    issuer: "https://signals.example",
    audience: "https://connect.example",
    jwks_uri: "https://signals.example/jwks",
    user_issuer: "https://id.example",
    action: "freeze",
    created_at: 8_000,
    last_signal_at: 8_500,
    last_signal_event: "account-disabled",
    last_signal_outcome: "acted",
  }),
  row("taken_signals", {
    source: "sst_1",
    jti_hash: bytesOf("message"),
    workspace_id: "ws_1",
    taken_at: 8_500,
  }),
];
