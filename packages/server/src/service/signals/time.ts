/** When that happened which a message tells of. */
import { ageMaxSeconds, type Message } from "./verify.ts";

/** What is signed in so long afterwards may still be of before: clocks differ, and a sign-in that was under way counts. */
const laterSeconds = 300;

/**
 * Up to when sign-ins are meant (Unix seconds): somebody who signed in again before a late message came stays so. The time
 * is that of the event (CAEP `event_timestamp`, RFC 8417 `toe`), else that of the message; one that cannot be right is passed over.
 */
export function meantUntil({ iat, toe, events }: Message): number {
  const times = Object.values(events).map(({ event_timestamp: time }) => time);
  const usable = [...times, toe].filter(
    (time): time is number => typeof time === "number" && time >= iat - ageMaxSeconds,
  );
  const happened = usable.length === 0 ? iat : Math.min(Math.max(...usable), iat);
  return Math.floor(happened) + laterSeconds;
}
