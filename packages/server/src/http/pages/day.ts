/** A day as the pages without a script tell it: they do not know where the reader is. */
const format = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `27 February 2027`, in UTC; of epoch seconds. */
export const day = (seconds: number): string => format.format(seconds * 1_000);
