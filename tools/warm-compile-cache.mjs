/**
 * Fills the compile cache after an install, so that the first start is as quick and small as every
 * other: loads what `npm start` loads, and starts nothing.
 */
import "../examples/calendar/demo.ts";
