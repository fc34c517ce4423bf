/** Keeps the focus in a row whose buttons give way to others. */

/** Watches one row. */
export interface RowFocus {
  /** To be called when something in the row gets the focus. */
  entered(event: { readonly target: unknown }): void;
  /** To be called when something in the row loses it, to something else or to nothing. */
  left(event: { readonly relatedTarget: unknown }): void;
  /**
   * To be called when the row's buttons were replaced. The focus, where it was lost with them, goes to the button
   * that is named, else to the one of the row that had it last, else to the row's first.
   */
  replaced(row: HTMLElement, action: string | null): void;
}

export function createRowFocus(): RowFocus {
  let isIn = false;
  let lastOfRow: string | undefined;
  return {
    entered: ({ target }) => {
      isIn = true;
      const button = target as HTMLElement;
      if (button.closest("[data-grantry-panel]") === null) lastOfRow = button.dataset["action"];
    },
    left: ({ relatedTarget }) => {
      if (relatedTarget !== null) isIn = false;
    },
    replaced: (row, action) => {
      const { activeElement } = row.getRootNode() as Document | ShadowRoot;
      // Somebody who has gone elsewhere meanwhile is left there.
      const isLost = activeElement === null || activeElement === row.ownerDocument.body;
      if (!isIn || !isLost) return;
      const find = (name: string | null | undefined) =>
        row.querySelector<HTMLElement>(name ? `button[data-action="${name}"]` : "button");
      (find(action ?? lastOfRow) ?? find(null))?.focus();
    },
  };
}
