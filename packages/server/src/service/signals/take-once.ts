/** No message counts twice. */
import type { Store } from "../../store/store.ts";
import {
  forgetMessage,
  hasRoomForMessage,
  isNoted,
  type Message,
  noteMessage,
} from "../../store/taken-signals.ts";

/** About as many messages of a source are remembered that ended something, and as many that were about nobody. */
export const rememberedMax = 50_000;

/**
 * What `work` does with a message that was not there before; null where it was. Those about nobody are remembered by
 * themselves, so that they use up nothing of the others' memory. Where it is full a message is carried out all the same, and
 * not remembered: that somebody is gone must not wait for days. Call it in a transaction.
 */
export async function takeOnce<T extends { readonly hasActed: boolean }>(
  store: Store,
  message: Message,
  work: () => Promise<T>,
): Promise<T | null> {
  const aboutNobody = { ...message, source: `${message.source} nobody` };
  // The first of two at once, so that the other waits for what becomes of it.
  const isNew = await note(store, message);
  if (!isNew) return null;
  if (await isNoted(store, aboutNobody)) {
    await forgetMessage(store, message);
    return null;
  }
  const done = await work();
  if (!done.hasActed) {
    await forgetMessage(store, message);
    await note(store, aboutNobody);
  }
  return done;
}

/** False where it was noted before. */
async function note(store: Store, message: Message): Promise<boolean> {
  return (await hasRoomForMessage(store, message, rememberedMax))
    ? await noteMessage(store, message)
    : !(await isNoted(store, message));
}
