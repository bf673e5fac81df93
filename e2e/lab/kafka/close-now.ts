/** Closes a Kafka client without waiting for what it still has under way, and never fails. */
export async function closeNow(client: { close(force?: boolean): Promise<void> }): Promise<void> {
  await client.close(true).catch(() => {})
}
