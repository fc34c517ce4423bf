/** How long a process is waited for that says nothing: longer than a sink may take to answer. */
export const holdSeconds = 60;
