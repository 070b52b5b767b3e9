/**
 * Something drawn in two steps: what takes its time is prepared, then shown, unless it was asked for anew meanwhile.
 * Gives the function that asks; an answer that was overtaken is shown to nobody.
 */
export function newest(prepare, show) {
  let turn = 0;
  return async (...asked) => {
    const now = ++turn;
    const prepared = await prepare(...asked);
    if (now === turn) show(prepared);
  };
}
