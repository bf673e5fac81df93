export interface OutBox {
  /** Takes what is due and sends it in the background; resolves when it has been taken. */
  send(): Promise<void>
  /** Waits for what is under way. */
  close(): Promise<void>
}

/**
 * Makes what carries things out of the database to outside systems; any number of workers may have one.
 * @param underWayMax items under way at once; a system that does not answer holds up only its own.
 * @param take takes what is due, at most so many, given what is under way, so that no other worker sends it too.
 * @param carry sends one item and settles it.
 */
export function createOutBox<Item>({
  underWayMax,
  take,
  carry,
  onError,
}: {
  underWayMax: number
  take: (max: number, underWay: readonly Item[]) => Promise<readonly Item[]>
  carry: (item: Item) => Promise<void>
  onError: (error: unknown) => void
}): OutBox {
  const underWay = new Map<Item, Promise<void>>()
  return {
    send: async () => {
      if (underWay.size >= underWayMax) return
      for (const item of await take(underWayMax - underWay.size, [...underWay.keys()])) {
        underWay.set(
          item,
          carry(item)
            .catch(onError)
            .finally(() => underWay.delete(item)),
        )
      }
    },
    close: async () => {
      await Promise.all(underWay.values())
    },
  }
}
