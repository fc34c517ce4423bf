/**
 * An address in front of a server, as a failover moves it: new connections go where it leads then, the
 * old ones stay where they are.
 */
import { connect, createServer, type Socket } from "node:net";

export interface Forwarder {
  readonly port: number;
  /** The same URL, with this address in place of its own. */
  at(url: string): string;
  /** Leads to the server of this URL from now on. */
  leadTo(url: string): void;
  /** Lets no answer through any more on the connections that there are, and says nothing of it. */
  silence(): void;
  /** Breaks the connections that there are. */
  breakAll(): void;
  /**
   * The connection that sends this text next breaks when the answer to it comes back: the server has
   * done what it was asked, and nobody hears of it. Resolves when that has happened. With `after`, the
   * text counts once that one was sent.
   */
  loseAnswerTo(text: string, options?: { readonly after?: string }): Promise<void>;
  /** The connection that sends this text next breaks before the server gets to see it. */
  loseQuestion(text: string): Promise<void>;
  close(): Promise<void>;
}

interface Losing {
  readonly what: "answer" | "question";
  readonly text: string;
  after: string | undefined;
  lost(): void;
}

export async function startForwarder(url: string): Promise<Forwarder> {
  let target = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  let losing: Losing | undefined;

  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    let loses: Losing | undefined;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => {});
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.on("data", (data) => {
      if (losing?.after !== undefined && data.includes(losing.after)) losing.after = undefined;
      if (losing !== undefined && losing.after === undefined && data.includes(losing.text)) {
        loses = losing;
        losing = undefined;
        if (loses.what === "question") {
          near.resetAndDestroy();
          loses.lost();
          return;
        }
      }
      far.write(data);
    });
    far.on("data", (data) => {
      if (silent.has(near)) return;
      if (loses === undefined) {
        near.write(data);
        return;
      }
      near.resetAndDestroy();
      loses.lost();
    });
    near.on("end", () => far.end());
    far.on("end", () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const { port } = address;
  return {
    port,
    at: (of) => {
      const moved = new URL(of);
      moved.port = String(port);
      return moved.href;
    },
    leadTo: (to) => {
      target = Number(new URL(to).port);
    },
    silence: () => {
      for (const socket of sockets) silent.add(socket);
    },
    breakAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    loseAnswerTo: (text, { after } = {}) =>
      new Promise((resolve) => {
        losing = { what: "answer", text, after, lost: resolve };
      }),
    loseQuestion: (text) =>
      new Promise((resolve) => {
        losing = { what: "question", text, after: undefined, lost: resolve };
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
