/** How this app addresses what grantry.jsonc declares. */

export const appId = "app_daybook";

/** The connector with which every user connects a calendar of their own. */
export const myCalendarId = "5ca1ab1e0ca1e0da12b00c01";

/** The integration type of the calendar that the whole app shares. */
export const teamCalendarType = "sandboxcalendar";
