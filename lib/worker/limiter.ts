/**
 * Lets at most `max` calls be under way at once; the others wait in order. A call that answers without a promise
 * takes no place.
 */
export function createLimiter(max: number): (call: () => void | Promise<void>) => void {
  const waiting: (() => void | Promise<void>)[] = []
  let active = 0

  function begin(call: () => void | Promise<void>): void {
    const pending = call()
    if (!(pending instanceof Promise)) return
    active += 1
    pending.finally(end)
  }

  function end(): void {
    active -= 1
    while (active < max && waiting.length > 0) begin(waiting.shift() as () => void)
  }

  return (call) => {
    if (active < max) begin(call)
    else waiting.push(call)
  }
}
