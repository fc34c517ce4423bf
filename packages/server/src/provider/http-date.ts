/** Reading the dates of HTTP (RFC 9110 section 5.6.7), in all three forms. */
import { readMomentSeconds } from "./iso-time.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A mean year of the Gregorian calendar. */
const secondsOfYear = 31_556_952;

/** `Sun, 06 Nov 1994 08:49:37 GMT`, the form that is sent today. */
const fixed =
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
/** `Sunday, 06-Nov-94 08:49:37 GMT`, of RFC 850. */
const older =
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
/** `Sun Nov  6 08:49:37 1994`, of C's asctime. */
const oldest =
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/;

/**
 * Epoch seconds of an HTTP date; null where the text is none. `nowSeconds` tells the century of a year of
 * two digits: what would lie more than fifty years ahead is past.
 */
export function readHttpDateSeconds(text: string, nowSeconds: number): number | null {
  const { day, month, year, time } =
    (fixed.exec(text) ?? older.exec(text) ?? oldest.exec(text))?.groups ?? {};
  const monthNumber = months.indexOf(month ?? "") + 1;
  if (day === undefined || year === undefined || monthNumber === 0) return null;
  const fullYear = year.length === 4 ? year : fullYearOf(Number(year), nowSeconds);
  const twoDigits = (number: number | string) => String(number).trim().padStart(2, "0");
  return readMomentSeconds(`${fullYear}-${twoDigits(monthNumber)}-${twoDigits(day)}T${time}Z`);
}

function fullYearOf(twoDigits: number, nowSeconds: number): string {
  const thisYear = 1970 + Math.floor(nowSeconds / secondsOfYear);
  const inCentury = Math.floor(thisYear / 100) * 100 + twoDigits;
  return String(inCentury > thisYear + 50 ? inCentury - 100 : inCentury);
}
