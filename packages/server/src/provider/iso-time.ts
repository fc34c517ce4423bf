/** Reading moments of RFC 3339, for providers that state when a token ends and not for how long. */

const moment =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;

/** Epoch seconds of a moment such as `2026-12-21T18:00:00Z`; null where the text is none. */
export function readMomentSeconds(text: string): number | null {
  const found = moment.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, sign, offsetHour = 0, offsetMinute = 0] = found;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60 * (sign === "-" ? -1 : 1);
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  return days * 86_400 + Number(hour) * 3_600 + Number(minute) * 60 + Number(second) - offset;
}

/** Days from 1970-01-01 in the Gregorian calendar; years are counted from March, so that a leap day ends one. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
