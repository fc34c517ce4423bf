/** The pictures of states: sixteen units square, drawn with a line in the colour of the word beside them. */
const circle = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z";

export const stateIcons: Readonly<
  Record<"active" | "needs_reauth" | "disconnected" | "not_connected" | "unknown", string>
> = {
  active: `${circle}M5.2 8.3l2 2 3.6-4.2`,
  needs_reauth:
    "M7 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2 13.5c.5-2.7 2.4-4 5-4 1 0 1.9.2 2.7.6M12.5 8.5v2.8M12.5 13.5h.01",
  disconnected: `${circle}M3.8 3.8l8.4 8.4`,
  not_connected: `${circle}M5.5 8h5`,
  unknown: `${circle}M5.5 8h.01M8 8h.01M10.5 8h.01`,
};
